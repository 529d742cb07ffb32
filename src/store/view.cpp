#include "store/view.hpp"

namespace ocop::store {

namespace {

class ViewSnapshot final : public Snapshot {
  public:
    explicit ViewSnapshot(std::shared_ptr<View const> view) : view_(std::move(view)) {}

    Result<std::optional<std::string>> get(Space space, std::string_view key) const override {
        return view_->engine().get_at(view_->at(), space, key);
    }

    Result<void> scan(
        Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const override {
        auto const cursor = view_->engine().cursor(view_->at(), space);
        cursor->seek(prefix, from);
        return visit_all(*cursor, visit);
    }

    Result<void> scan_list(
        Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const override {
        auto const cursor = view_->engine().cursor(view_->at(), space);
        cursor->seek_list(prefix, from);
        return visit_all(*cursor, visit);
    }

    std::uint64_t revision(Space space) const override { return view_->revision(space); }

    std::uint64_t ledger_size() const override { return view_->ledger_size(); }

  private:
    std::shared_ptr<View const> view_;
};

}  // namespace

View::View(std::shared_ptr<Engine> engine, std::uint64_t ledger_size, Revisions const& revisions)
    : engine_(std::move(engine)),
      at_(engine_->db().GetSnapshot()),
      ledger_size_(ledger_size),
      revisions_(revisions) {}

View::~View() {
    engine_->db().ReleaseSnapshot(at_);
}

void Published::set(std::shared_ptr<View const> view) {
    std::lock_guard const lock(mutex_);
    view_.swap(view);
}

std::shared_ptr<View const> Published::get() const {
    std::lock_guard const lock(mutex_);
    return view_;
}

std::unique_ptr<Snapshot> snapshot_of(std::shared_ptr<View const> view) {
    return std::make_unique<ViewSnapshot>(std::move(view));
}

}  // namespace ocop::store
