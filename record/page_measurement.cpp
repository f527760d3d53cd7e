#include "record/page_measurement.h"

#include "record/json_fields.h"

#include <algorithm>
#include <cassert>

namespace seihon::record {

const Measured* PageMeasurement::find(Quantity quantity) const {
    const auto found = std::find_if(values.begin(), values.end(), [quantity](const Measured& m) {
        return m.quantity == quantity;
    });
    return found == values.end() ? nullptr : &*found;
}

void PageMeasurement::add(Quantity quantity, std::int64_t value, std::optional<AreaMm> where) {
    // The JSON form has one place a quantity: a second value would vanish between now and the
    // audit.
    assert(find(quantity) == nullptr);
    values.push_back({quantity, value, where});
}

Json toJson(const PageMeasurement& measurement) {
    Json json = Json::object({});
    for (const Measured& measured : measurement.values) {
        Json value = Json::object({{"value", measured.value}});
        if (measured.where) {
            value.set("where", toJson(*measured.where));
        }
        json.set(std::string(enumName(measured.quantity)), std::move(value));
    }
    return json;
}

PageMeasurement pageMeasurementFromJson(const Json& json) {
    PageMeasurement measurement;
    for (const auto& [name, value] : json.asObject()) {
        const auto quantity = enumFromName<Quantity>(name);
        if (!quantity) {
            throw Fault(FaultKind::Malformed, "unknown quantity " + name.substr(0, 64));
        }
        const Json* where = value.find("where");
        measurement.add(*quantity, value.at("value").asInt(),
                        where ? std::optional(areaMmFromJson(*where)) : std::nullopt);
    }
    return measurement;
}

} // namespace seihon::record
