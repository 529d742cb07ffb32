#include "events/names.hpp"
#include "events/short_form.hpp"
#include "events/short_items.hpp"
#include "events/short_values.hpp"
#include "events/short_words.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>
#include <ocop/epcis/identifier.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace ocop::events {

namespace {

using epcis::Vocabulary;

class Builder {
  public:
    Builder(ShortEvent const& form, AboutLot const& lot, Resolved const& names, Instant now)
        : form_(form), lot_(lot), names_(names), now_(now) {}

    BuildResult build() {
        event_["@context"] = json::array{
            epcis::epcis_context, json::object{{extension_prefix, extension_namespace}}};
        step();
        times();
        if (form_kind_ == StepForm::transforms) {
            transformation();
        } else {
            observation();
        }
        where();
        party(form_.to, names_.to, "/to", "destination");
        party(form_.from, names_.from, "/from", "source");
        measurements();
        words();
        files(form_.photos, "/photos", "photos");
        files(form_.documents, "/documents", "documents");
        check_must();
        out_.built.event = std::move(event_);
        return std::move(out_);
    }

  private:
    void fault(std::string pointer, Words const& reason) {
        add_fault(out_, std::move(pointer), reason);
    }

    void origin(std::string event_pointer, std::string form_pointer) {
        out_.built.origins.emplace_back(std::move(event_pointer), std::move(form_pointer));
    }

    void put(std::string_view member, json::value v, std::string form_pointer) {
        event_[member] = std::move(v);
        origin("/" + std::string(member), std::move(form_pointer));
    }

    void put_extension(std::string_view local, json::value v, std::string form_pointer) {
        put(std::string(extension_prefix) + ":" + std::string(local),
            std::move(v),
            std::move(form_pointer));
    }

    void step() {
        auto const chain = form_.chain.value_or("");
        if (form_.chain && find_chain(chain) == nullptr) {
            fault("/chain", said::chain_unknown);
            return;
        }
        if (auto const found = find_step(form_.step, chain)) {
            template_ = found->step;
            form_kind_ = template_->form;
            put("bizStep", json::value(template_->biz_step), "/step");
            put("disposition", json::value(template_->disposition), "/step");
            put_extension("step", json::value(full_key(*found)), "/step");
        } else if (epcis::is_word(Vocabulary::biz_step, form_.step)) {
            form_kind_ = form_.inputs || form_.outputs ? StepForm::transforms : StepForm::observes;
            put("bizStep", json::value(form_.step), "/step");
        } else {
            fault("/step", said::step_unknown);
            return;
        }
        put("type", json::value(type_name(form_kind_)), "/step");
        if (form_kind_ != StepForm::transforms) {
            put("action", form_kind_ == StepForm::adds ? "ADD" : "OBSERVE", "/step");
        }
    }

    std::string biz_step() const {
        auto const* const found = event_.if_contains("bizStep");
        return found == nullptr ? std::string() : std::string(found->get_string());
    }

    void times() {
        auto at = now_;
        std::string zone(vietnam_offset);
        if (form_.time) {
            auto const read = parse_instant(*form_.time);
            if (!read) {
                fault("/time", said::time_wrong);
            } else {
                at = *read;
                zone = offset_of(*form_.time);
            }
        }
        if (form_.time_zone) {
            zone = *form_.time_zone;
            if (!is_offset(zone)) {
                fault("/time_zone", said::zone_wrong);
            }
        }
        put("eventTime", json::value(to_text(at)), "/time");
        put("eventTimeZoneOffset", json::value(zone), form_.time_zone ? "/time_zone" : "/time");
    }

    std::string own_id() const { return epcis::lot_identifier(lot_.gtin, lot_.lot); }

    json::object own_element() {
        return quantity_element(own_id(), form_.quantity, "/quantity", out_);
    }

    void observation() {
        if (form_.inputs) {
            fault("/inputs", said::no_sides);
        }
        if (form_.outputs) {
            fault("/outputs", said::no_sides);
        }
        put("quantityList", json::array{own_element()}, "/quantity");
    }

    // One side of a transformation. Whether the lot of the path is on it.
    bool side(
        std::vector<ShortItem> const& items, std::string const& pointer, std::string const& prefix
    ) {
        auto side = read_side(items, pointer, "/" + prefix, out_);
        if (!side.instances.empty()) {
            put(prefix + "EPCList", std::move(side.instances), pointer);
        }
        if (!side.classes.empty()) {
            put(prefix + "QuantityList", std::move(side.classes), pointer);
        }
        return side.ids.count(own_id()) != 0;
    }

    void transformation() {
        bool const in = form_.inputs && side(*form_.inputs, "/inputs", "input");
        bool const out = form_.outputs && side(*form_.outputs, "/outputs", "output");
        if (form_.inputs && form_.outputs) {
            if (!in && !out) {
                fault("/outputs", said::lot_absent);
            }
            return;
        }
        // The lot is the side that was not given.
        if (form_.outputs) {
            put("inputQuantityList", json::array{own_element()}, "/quantity");
        } else {
            put("outputQuantityList", json::array{own_element()}, "/quantity");
        }
        if (!form_.inputs && !form_.outputs) {
            fault("/inputs", said::required);
        } else if (in || out) {
            fault(in ? "/inputs" : "/outputs", said::item_twice);
        }
    }

    void where() {
        origin("/readPoint", "/place");
        if (!form_.place) {
            return;
        }
        if (!names_.place) {
            fault("/place", said::place_unknown);
            return;
        }
        json::object const here{{"id", place_uri(*names_.place)}};
        put("readPoint", here, "/place");
        if (!leaves_the_place(biz_step())) {
            put("bizLocation", here, "/place");
        }
    }

    void party(
        std::optional<std::string> const& given,
        std::optional<Party> const& known,
        std::string const& pointer,
        std::string_view member
    ) {
        if (!given) {
            return;
        }
        if (!known) {
            fault(pointer, said::party_unknown);
            return;
        }
        json::array list;
        auto const add = [&](std::string_view type, std::string const& uri) {
            list.push_back(json::object{{"type", type}, {member, uri}});
        };
        add("possessing_party", producer_uri(known->producer));
        if (hands_over_for_good(biz_step())) {
            add("owning_party", producer_uri(known->producer));
        }
        if (!known->place.empty()) {
            add("location", place_uri(known->place));
        }
        put(std::string(member) + "List", std::move(list), pointer);
    }

    json::object report(Measurement const& given, std::string const& at) {
        auto const kind = measure_kind(given.type);
        if (!epcis::is_word(Vocabulary::measurement_type, kind.word)) {
            fault(at + "/type", said::measure_unknown);
        }
        has_temperature_ = has_temperature_ || kind.word == "Temperature";
        auto const uom = given.unit ? measure_uom(*given.unit) : std::string(kind.uom);
        if (uom.empty()) {
            fault(at + "/unit", said::measure_unit);
        }
        return {{"type", kind.word}, {"value", given.value.value}, {"uom", uom}};
    }

    void measurements() {
        if (!form_.measurements) {
            return;
        }
        auto const& given = *form_.measurements;
        if (given.empty() || given.size() > short_measurements_max) {
            fault("/measurements", said::too_many);
            return;
        }
        json::array reports;
        for (std::size_t i = 0; i < given.size(); ++i) {
            auto const at = "/measurements/" + std::to_string(i);
            reports.emplace_back(report(given[i], at));
            origin("/sensorElementList/0/sensorReport/" + std::to_string(i), at);
        }
        put("sensorElementList",
            json::array{json::object{{"sensorReport", std::move(reports)}}},
            "/measurements");
    }

    void words() {
        if (form_.material) {
            auto const clean = clean_line(*form_.material, material_chars_max);
            if (clean) {
                put_extension("material", json::value(*clean), "/material");
            } else {
                fault("/material", said::text_wrong);
            }
        }
        if (form_.phi_days) {
            if (*form_.phi_days < 0 || *form_.phi_days > phi_days_max) {
                fault("/phi_days", said::phi_wrong);
            }
            put_extension("phiDays", *form_.phi_days, "/phi_days");
        }
        if (form_.notes) {
            auto const clean = clean_lines(*form_.notes, notes_chars_max);
            if (clean) {
                put_extension("notes", json::value(*clean), "/notes");
            } else {
                fault("/notes", said::text_wrong);
            }
        }
    }

    void files(
        std::optional<std::vector<std::string>> const& given,
        std::string const& pointer,
        std::string_view local
    ) {
        if (!given) {
            return;
        }
        if (given->empty() || given->size() > short_files_max) {
            fault(pointer, said::too_many);
            return;
        }
        json::array list;
        std::set<std::string> seen;
        for (std::size_t i = 0; i < given->size(); ++i) {
            auto const at = pointer + "/" + std::to_string(i);
            auto const bytes = from_hex((*given)[i]);
            if (!bytes || bytes->size() != Hash{}.size()) {
                fault(at, said::hash_wrong);
                continue;
            }
            if (!seen.insert(to_hex(*bytes)).second) {
                fault(at, said::item_twice);
            }
            list.emplace_back(to_hex(*bytes));
        }
        put_extension(local, std::move(list), pointer);
        for (std::size_t i = 0; i < given->size(); ++i) {
            origin(
                "/" + std::string(extension_prefix) + ":" + std::string(local) + "/" +
                    std::to_string(i),
                pointer + "/" + std::to_string(i)
            );
        }
    }

    void check_must() {
        if (template_ == nullptr) {
            return;
        }
        auto const need = [&](Ask one, bool there, char const* pointer, Words const& reason) {
            if (has(template_->must, one) && !there) {
                fault(pointer, reason);
            }
        };
        bool const sides = form_.inputs.has_value() && form_.outputs.has_value();
        need(Ask::quantity, form_.quantity.has_value() || sides, "/quantity", said::required);
        need(Ask::to, form_.to.has_value(), "/to", said::required);
        need(Ask::temperature, has_temperature_, "/measurements", said::temperature_missing);
        need(Ask::material, form_.material.has_value(), "/material", said::required);
        need(Ask::phi_days, form_.phi_days.has_value(), "/phi_days", said::required);
        need(Ask::documents, form_.documents.has_value(), "/documents", said::required);
    }

    ShortEvent const& form_;
    AboutLot const& lot_;
    Resolved const& names_;
    Instant now_;
    StepTemplate const* template_ = nullptr;
    StepForm form_kind_ = StepForm::observes;
    bool has_temperature_ = false;
    json::object event_;
    BuildResult out_;
};

}  // namespace

BuildResult build_event(
    ShortEvent const& form, AboutLot const& lot, Resolved const& names, Instant now
) {
    return Builder(form, lot, names, now).build();
}

}  // namespace ocop::events
