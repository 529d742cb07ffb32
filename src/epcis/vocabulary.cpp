#include <ocop/epcis/identifier.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>
#include <array>

namespace ocop::epcis {

namespace {

constexpr std::string_view biz_steps[] = {
    "accepting",
    "arriving",
    "assembling",
    "collecting",
    "commissioning",
    "consigning",
    "creating_class_instance",
    "cycle_counting",
    "decommissioning",
    "departing",
    "destroying",
    "disassembling",
    "dispensing",
    "encoding",
    "entering_exiting",
    "holding",
    "inspecting",
    "installing",
    "killing",
    "loading",
    "other",
    "packing",
    "picking",
    "receiving",
    "removing",
    "repackaging",
    "repairing",
    "replacing",
    "reserving",
    "retail_selling",
    "shipping",
    "staging_outbound",
    "stock_taking",
    "stocking",
    "storing",
    "transporting",
    "unloading",
    "unpacking",
    "void_shipping",
    "sensor_reporting",
    "sampling",
};

constexpr std::string_view dispositions[] = {
    "active",
    "container_closed",
    "damaged",
    "destroyed",
    "dispensed",
    "disposed",
    "encoded",
    "expired",
    "in_progress",
    "in_transit",
    "inactive",
    "no_pedigree_match",
    "non_sellable_other",
    "partially_dispensed",
    "recalled",
    "reserved",
    "retail_sold",
    "returned",
    "sellable_accessible",
    "sellable_not_accessible",
    "stolen",
    "unknown",
    "available",
    "completeness_verified",
    "completeness_inferred",
    "conformant",
    "container_open",
    "mismatch_instance",
    "mismatch_class",
    "mismatch_quantity",
    "needs_replacement",
    "non_conformant",
    "unavailable",
};

constexpr std::string_view biz_transaction_types[] = {
    "bol",
    "cert",
    "desadv",
    "inv",
    "pedigree",
    "po",
    "poc",
    "prodorder",
    "recadv",
    "rma",
    "testprd",
    "testres",
    "upevt",
};

constexpr std::string_view source_destination_types[] = {
    "owning_party",
    "possessing_party",
    "location",
};

constexpr std::string_view error_reasons[] = {"did_not_occur", "incorrect_data"};

constexpr std::string_view measurement_types[] = {
    "AbsoluteHumidity",
    "AbsorbedDose",
    "AbsorbedDoseRate",
    "Acceleration",
    "Radioactivity",
    "Altitude",
    "AmountOfSubstance",
    "AmountOfSubstancePerUnitVolume",
    "Angle",
    "AngularAcceleration",
    "AngularMomentum",
    "AngularVelocity",
    "Area",
    "Capacitance",
    "Conductance",
    "Conductivity",
    "Count",
    "Density",
    "Dimensionless",
    "DoseEquivalent",
    "DoseEquivalentRate",
    "DynamicViscosity",
    "ElectricCharge",
    "ElectricCurrent",
    "ElectricCurrentDensity",
    "ElectricFieldStrength",
    "Energy",
    "Exposure",
    "Force",
    "Frequency",
    "Illuminance",
    "Inductance",
    "Irradiance",
    "KinematicViscosity",
    "Length",
    "LinearMomentum",
    "Luminance",
    "LuminousFlux",
    "LuminousIntensity",
    "MagneticFlux",
    "MagneticFluxDensity",
    "MagneticVectorPotential",
    "Mass",
    "MassConcentration",
    "MassFlowRate",
    "MassPerAreaTime",
    "MemoryCapacity",
    "MolalityOfSolute",
    "MolarEnergy",
    "MolarMass",
    "MolarVolume",
    "Power",
    "Pressure",
    "RadiantFlux",
    "RadiantIntensity",
    "RelativeHumidity",
    "Resistance",
    "Resistivity",
    "SolidAngle",
    "SpecificVolume",
    "Speed",
    "SurfaceDensity",
    "SurfaceTension",
    "Temperature",
    "Time",
    "Torque",
    "Voltage",
    "Volume",
    "VolumeFlowRate",
    "VolumeFraction",
    "VolumetricFlux",
    "Wavenumber",
};

constexpr std::string_view sensor_alert_types[] = {"ALARM_CONDITION", "ERROR_CONDITION"};

constexpr std::string_view components[] = {
    "x",
    "y",
    "z",
    "axial_distance",
    "azimuth",
    "height",
    "spherical_radius",
    "polar_angle",
    "elevation_angle",
    "easting",
    "northing",
    "latitude",
    "longitude",
    "altitude",
};

struct Names {
    std::span<std::string_view const> words;
    std::string_view urn;    // within urn:epcglobal:cbv:
    std::string_view local;  // before the word in a web URI's last step
    bool web_vocabulary;     // of the GS1 Web Vocabulary, not of the CBV
};

// By the value of Vocabulary. What has no URN was new in CBV 2.0; writers of older ones are taken
// for saying what they would have said.
constexpr std::array<Names, 8> all_names = {{
    {biz_steps, "bizstep:", "BizStep-", false},
    {dispositions, "disp:", "Disp-", false},
    {biz_transaction_types, "btt:", "BTT-", false},
    {source_destination_types, "sdt:", "SDT-", false},
    {error_reasons, "er:", "ER-", false},
    {measurement_types, {}, {}, true},
    {sensor_alert_types, {}, {}, true},
    {components, "comp:", "Comp-", false},
}};

Names const& names(Vocabulary vocabulary) {
    return all_names[static_cast<std::size_t>(vocabulary)];
}

bool take(std::string_view& text, std::string_view head) {
    if (!text.starts_with(head)) {
        return false;
    }
    text.remove_prefix(head.size());
    return true;
}

// Cuts "http://" or "https://" and one of the hosts with its path off the front.
bool take_web(std::string_view& text, std::initializer_list<std::string_view> places) {
    auto rest = text;
    if (!take(rest, "https://") && !take(rest, "http://")) {
        return false;
    }
    for (auto const place : places) {
        if (take(rest, place)) {
            text = rest;
            return true;
        }
    }
    return false;
}

// The end of a text that names a word of the vocabulary in full, empty when it does not.
std::string_view word_part(Names const& list, std::string_view text) {
    if (list.web_vocabulary) {
        bool const found = take(text, "gs1:") ||
                           take_web(text, {"gs1.org/voc/", "www.gs1.org/voc/", "ref.gs1.org/voc/"});
        return found ? text : std::string_view();
    }
    if (take(text, "urn:epcglobal:cbv:")) {
        return take(text, list.urn) ? text : std::string_view();
    }
    bool const found =
        take(text, "cbv:") || take_web(text, {"ref.gs1.org/cbv/", "ns.gs1.org/cbv/"});
    return found && take(text, list.local) ? text : std::string_view();
}

}  // namespace

std::span<std::string_view const> words(Vocabulary vocabulary) {
    return names(vocabulary).words;
}

bool is_word(Vocabulary vocabulary, std::string_view text) {
    auto const list = words(vocabulary);
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_custom(Vocabulary vocabulary, std::string_view text) {
    auto rest = text;
    bool const standard =
        names(vocabulary).web_vocabulary
            ? take_web(rest, {"gs1.org/voc/", "www.gs1.org/voc/"})
            : take(rest, "urn:epcglobal:cbv") || take_web(rest, {"ns.gs1.org/cbv/"});
    return !standard && is_uri(text);
}

std::string web_uri(Vocabulary vocabulary, std::string_view text) {
    if (!is_word(vocabulary, text)) {
        return std::string(text);
    }
    auto const& list = names(vocabulary);
    std::string out(list.web_vocabulary ? "https://ref.gs1.org/voc/" : "https://ref.gs1.org/cbv/");
    out += list.local;
    out += text;
    return out;
}

std::string bare_word(Vocabulary vocabulary, std::string_view text) {
    auto const word = word_part(names(vocabulary), text);
    return std::string(is_word(vocabulary, word) ? word : text);
}

}  // namespace ocop::epcis
