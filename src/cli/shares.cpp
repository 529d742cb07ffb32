#include "cli/shares.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <sys/resource.h>

namespace ocop::cli {

std::size_t connections_max(std::size_t wanted) {
    constexpr rlim_t kept = 512;  // the store's files, listeners, logs
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return wanted;
    }
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted + kept);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    auto const left = limit.rlim_cur > 2 * kept ? limit.rlim_cur - kept : limit.rlim_cur / 2;
    return std::min<std::size_t>(wanted, left);
}

pages::PhotoDesk make_photo_desk(blobs::BlobStore& blobs, api::Imaging& imaging) {
    auto const waiting = std::make_shared<std::atomic<std::size_t>>(0);
    auto post = [&imaging, waiting](std::function<void()> task) {
        constexpr std::size_t strangers_max = api::Imaging::waiting_max / 2;
        bool const room = waiting->fetch_add(1) < strangers_max;
        bool const posted = room && imaging.try_post([task = std::move(task), waiting] {
            waiting->fetch_sub(1);
            task();
        });
        if (!posted) {
            waiting->fetch_sub(1);
        }
        return posted;
    };
    return {blobs, std::move(post)};
}

}  // namespace ocop::cli
