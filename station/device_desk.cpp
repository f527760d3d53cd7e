#include "station/device_desk.h"

#include <algorithm>

namespace seihon::station {

std::vector<DeviceStanding> DeviceDesk::look() {
    const record::Instant now = record::readClock();
    std::vector<DeviceStanding> all;
    const std::vector<CalibrationRow> films = FilmDesk(m_station).list(now);
    const auto add = [&](DeviceStanding standing) {
        const std::string& name = standing.identity.name;
        const record::Qualification* newest = m_station.qualificationOf(name);
        standing.isDefault = name == m_station.m_config.defaultDevice;
        standing.qualified = judgeQualified(newest, name, now);
        if (newest != nullptr) {
            standing.qualification = *newest;
        }
        for (const CalibrationRow& row : films) {
            if (row.newest && row.calibration.device.name == name) {
                standing.films.push_back(row);
            }
        }
        all.push_back(std::move(standing));
    };
    for (DeviceLook& look : m_station.lookAtDevices()) {
        DeviceStanding standing;
        standing.identity = std::move(look.identity);
        standing.present = true;
        standing.profile = std::move(look.profile);
        standing.guarantees = std::move(look.guarantees);
        add(std::move(standing));
    }
    m_station.readQualifications();
    std::vector<record::DeviceIdentity> named;
    for (const record::Qualification& one : m_station.m_qualifications) {
        named.push_back(one.device);
    }
    for (record::DeviceIdentity& device : named) {
        const bool wildcard = device.name.ends_with('*'); // stands for those that answer
        const bool known = std::any_of(all.begin(), all.end(), [&](const DeviceStanding& one) {
            return one.identity.name == device.name;
        });
        if (!known && !wildcard) {
            DeviceStanding standing;
            standing.identity = std::move(device);
            add(std::move(standing));
        }
    }
    return all;
}

} // namespace seihon::station
