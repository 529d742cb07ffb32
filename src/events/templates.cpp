#include "events/templates.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace ocop::events {

namespace {

using enum Ask;
using enum StepForm;

constexpr std::string_view making = "creating_class_instance";
constexpr std::string_view other = "other";
constexpr std::string_view at_work = "in_progress";

constexpr Ask amount_and_photo = quantity | photos;
constexpr Ask warmth = temperature | humidity;

// Steps that are the same in every chain.
constexpr StepTemplate shipped(std::string_view unit) {
    return {
        "ship",
        {"Giao hàng", "Shipping"},
        observes,
        "shipping",
        "in_transit",
        amount_and_photo | to,
        to,
        unit};
}

constexpr StepTemplate packed(std::string_view key, Words name) {
    return {key, name, observes, "packing", at_work, amount_and_photo, quantity, "piece"};
}

constexpr StepTemplate tested(Words name) {
    return {"test", name, observes, "inspecting", "conformant", documents | photos, documents, {}};
}

constexpr StepTemplate harvested(std::string_view key, Words name, std::string_view unit) {
    return {key, name, adds, making, "active", amount_and_photo, quantity, unit};
}

constexpr StepTemplate worked(std::string_view key, Words name, Ask asks = photos) {
    return {key, name, observes, other, at_work, asks, none, has(asks, quantity) ? "kg" : ""};
}

constexpr StepTemplate made(
    std::string_view key, Words name, Ask asks, std::string_view unit = "kg"
) {
    return {
        key,
        name,
        transforms,
        making,
        at_work,
        asks | amount_and_photo | inputs,
        inputs | quantity,
        unit};
}

constexpr StepTemplate sprayed{
    "spray",
    {"Phun thuốc bảo vệ thực vật", "Plant protection spraying"},
    observes,
    other,
    at_work,
    material | phi_days | photos,
    material | phi_days,
    {}};

constexpr StepTemplate fertilised =
    worked("fertilise", {"Bón phân", "Fertilising"}, material | photos);

constexpr std::array pomelo{
    fertilised,
    sprayed,
    worked("pollinate", {"Thụ phấn", "Pollination"}),
    worked("bag", {"Bao quả", "Bagging the fruit"}),
    tested({"Kiểm dư lượng", "Residue test"}),
    harvested("harvest", {"Thu hoạch", "Harvest"}, "piece"),
    worked("sort", {"Phân loại, lau quả", "Sorting and wiping"}, amount_and_photo),
    packed("label", {"Dán tem từng quả", "Labelling each fruit"}),
    StepTemplate{
        "cold_store",
        {"Trữ kho mát", "Cool storage"},
        observes,
        "storing",
        "sellable_not_accessible",
        warmth,
        none,
        {}},
    shipped("piece"),
};

constexpr std::array tea{
    fertilised,
    sprayed,
    harvested("pick", {"Hái tay", "Hand picking"}, "kg"),
    worked("wither", {"Làm héo", "Withering"}, warmth | photos),
    worked("fix", {"Diệt men", "Fixing"}, temperature | photos),
    worked("roll", {"Vò chè", "Rolling"}),
    made("dry", {"Sao, sấy khô", "Drying"}, temperature),
    worked("sort", {"Phân loại, lấy hương", "Sorting and aroma finishing"}, amount_and_photo),
    packed("pack", {"Hút chân không, đóng gói", "Vacuum packing"}),
    shipped("piece"),
};

constexpr std::array rice_noodle{
    StepTemplate{
        "receive_rice",
        {"Nhập gạo", "Receiving rice"},
        observes,
        "receiving",
        at_work,
        amount_and_photo | from | documents,
        quantity,
        "kg"},
    worked("soak", {"Ngâm gạo", "Soaking"}),
    worked("mill", {"Xay bột", "Wet milling"}),
    made("form", {"Tráng, ép sợi", "Sheeting and extruding"}, temperature),
    worked("rest", {"Ủ sợi", "Resting"}, warmth),
    worked("dry", {"Phơi, sấy", "Drying"}, warmth | photos),
    packed("pack", {"Cắt, đóng gói", "Cutting and packing"}),
    shipped("piece"),
};

constexpr std::array sour_pork{
    StepTemplate{
        "receive_pork",
        {"Nhập lợn, kiểm dịch", "Receiving pork, quarantine check"},
        observes,
        "receiving",
        at_work,
        amount_and_photo | from | documents,
        quantity | documents,
        "kg"},
    worked("prepare", {"Sơ chế, thái thịt", "Preparing and slicing"}, temperature | photos),
    made("mix", {"Trộn gia vị và thính", "Mixing with spices and roasted rice"}, material),
    worked("ferment", {"Lên men kho nóng", "Warm-room fermentation"}, warmth | photos),
    StepTemplate{
        "cold_store",
        {"Trữ kho lạnh", "Cold storage"},
        observes,
        "storing",
        "sellable_not_accessible",
        temperature,
        temperature,
        {}},
    packed("pack", {"Hút chân không, đóng hộp, dán tem", "Vacuum packing, boxing, labelling"}),
    shipped("piece"),
};

constexpr std::array honey{
    worked("place_hives", {"Đặt đàn ong", "Placing the hives"}),
    harvested("extract", {"Quay mật", "Extracting honey"}, "kg"),
    worked("filter", {"Lọc mật", "Filtering"}, amount_and_photo),
    worked("reduce_water", {"Hạ thủy phần", "Reducing water content"}, warmth),
    tested({"Kiểm nghiệm", "Laboratory test"}),
    packed("bottle", {"Chiết chai", "Bottling"}),
    shipped("piece"),
};

constexpr std::array canna_noodle{
    harvested("harvest", {"Thu củ dong", "Harvesting canna roots"}, "kg"),
    made("starch", {"Nghiền củ, lắng bột", "Grinding and settling starch"}, none),
    made("form", {"Hồ hóa, tráng miến", "Gelatinising and sheeting"}, temperature),
    worked("dry", {"Phơi miến", "Drying"}, warmth | photos),
    packed("pack", {"Cắt, đóng gói", "Cutting and packing"}),
    shipped("piece"),
};

constexpr std::array corn_liquor{
    worked("cook", {"Nấu ngô", "Cooking maize"}, temperature | photos),
    worked("ferment", {"Ủ men lá", "Fermenting with leaf leaven"}, material | temperature | photos),
    made("distil", {"Chưng cất", "Distilling"}, temperature, "l"),
    worked("filter", {"Lọc andehit", "Filtering aldehydes"}),
    tested({"Kiểm nghiệm", "Laboratory test"}),
    packed("bottle", {"Đóng chai", "Bottling"}),
    shipped("piece"),
};

constexpr std::array persimmon{
    fertilised,
    sprayed,
    harvested("harvest", {"Thu hái", "Harvest"}, "kg"),
    worked("remove_tannin", {"Ngâm khử chát", "Soaking to remove tannin"}),
    worked("sort", {"Phân loại", "Sorting"}, amount_and_photo),
    packed("box", {"Đóng hộp", "Boxing"}),
    shipped("piece"),
};

constexpr std::array chains{
    ValueChain{"pomelo", {"Bưởi", "Pomelo"}, pomelo},
    ValueChain{"tea", {"Chè", "Tea"}, tea},
    ValueChain{"rice_noodle", {"Mì gạo", "Rice noodles"}, rice_noodle},
    ValueChain{"sour_pork", {"Thịt chua", "Sour pork"}, sour_pork},
    ValueChain{"honey", {"Mật ong", "Honey"}, honey},
    ValueChain{"canna_noodle", {"Miến dong", "Canna noodles"}, canna_noodle},
    ValueChain{"corn_liquor", {"Rượu ngô", "Corn liquor"}, corn_liquor},
    ValueChain{"persimmon", {"Hồng không hạt", "Seedless persimmon"}, persimmon},
};

// How a name is compared: capitals do not count, nor in which form its letters came.
std::string folded(std::string_view text) {
    return fold_case(text);
}

// A name in both languages, folded.
struct Names {
    explicit Names(Words const& words) : vi(folded(words.vi)), en(folded(words.en)) {}

    bool has(std::string_view folded_text) const { return vi == folded_text || en == folded_text; }

    std::string vi;
    std::string en;
};

struct ChainNames {
    explicit ChainNames(ValueChain const& chain)
        : own(chain.name), steps(make_steps(chain.steps)) {}

    Names own;
    std::vector<Names> steps;  // at the places of the steps

  private:
    static std::vector<Names> make_steps(std::span<StepTemplate const> all) {
        std::vector<Names> out;
        for (auto const& step : all) {
            out.emplace_back(step.name);
        }
        return out;
    }
};

// Of all chains at their places: folding costs more than all else here.
std::vector<ChainNames> const& all_names() {
    static auto const made = [] {
        std::vector<ChainNames> out;
        for (auto const& chain : chains) {
            out.emplace_back(chain);
        }
        return out;
    }();
    return made;
}

ChainNames const& names_of(ValueChain const& chain) {
    return all_names()[static_cast<std::size_t>(&chain - chains.data())];
}

StepTemplate const* find_in(
    ValueChain const& chain, std::string_view text, std::string_view folded_text
) {
    auto const& names = names_of(chain).steps;
    for (std::size_t i = 0; i < chain.steps.size(); ++i) {
        if (chain.steps[i].key == text || names[i].has(folded_text)) {
            return &chain.steps[i];
        }
    }
    return nullptr;
}

}  // namespace

std::span<ValueChain const> value_chains() {
    return chains;
}

std::string full_key(StepRef const& step) {
    return std::string(step.chain->key) + "/" + std::string(step.step->key);
}

std::optional<StepRef> find_step(std::string_view full_key) {
    auto const slash = full_key.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    for (auto const& chain : chains) {
        if (chain.key != full_key.substr(0, slash)) {
            continue;
        }
        for (auto const& step : chain.steps) {
            if (step.key == full_key.substr(slash + 1)) {
                return StepRef{&chain, &step};
            }
        }
    }
    return std::nullopt;
}

ValueChain const* find_chain(std::string_view text) {
    auto const name = folded(text);
    auto const* const found =
        std::find_if(chains.begin(), chains.end(), [&](ValueChain const& chain) {
            return chain.key == text || names_of(chain).own.has(name);
        });
    return found == chains.end() ? nullptr : &*found;
}

std::optional<StepRef> find_step(std::string_view text, std::string_view chain) {
    if (auto const whole = find_step(text)) {
        auto const* const wanted = chain.empty() ? whole->chain : find_chain(chain);
        return wanted == whole->chain ? whole : std::nullopt;
    }
    auto const* const only = chain.empty() ? nullptr : find_chain(chain);
    if (!chain.empty() && only == nullptr) {
        return std::nullopt;
    }
    auto const name = folded(text);
    std::optional<StepRef> found;
    for (auto const& each : chains) {
        if (only != nullptr && &each != only) {
            continue;
        }
        auto const* const step = find_in(each, text, name);
        if (step == nullptr) {
            continue;
        }
        if (found) {
            return std::nullopt;
        }
        found = StepRef{&each, step};
    }
    return found;
}

std::string_view type_name(StepForm form) {
    return form == transforms ? "TransformationEvent" : "ObjectEvent";
}

}  // namespace ocop::events
