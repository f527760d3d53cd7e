#include "station/back_off.h"

#include "ledger/durable_file.h"
#include "record/digest.h"
#include "record/fault.h"
#include "record/json.h"

#include <algorithm>

namespace seihon::station {

namespace {

constexpr std::int64_t kBackOffBytes = 1 << 20;
constexpr std::chrono::minutes kLongestRest{30};
constexpr std::chrono::hours kForgotten{24}; // after a day without failures nobody is distrusted

// A member's name in JSON is ASCII here; services have names of any kind.
std::string keyOf(const std::string& service) {
    return record::sha256(service).hex();
}

std::chrono::minutes restAfter(std::int64_t failures) {
    return failures > 5
               ? kLongestRest
               : std::chrono::minutes(std::int64_t{1} << std::max<std::int64_t>(failures - 1, 0));
}

} // namespace

BackOff::BackOff(std::filesystem::path file) : m_file(std::move(file)) {
}

std::optional<record::Instant> BackOff::restsUntil(const std::string& service,
                                                   record::Instant now) const {
    const auto all = read();
    const auto found = all.find(keyOf(service));
    if (found == all.end()) {
        return std::nullopt;
    }
    const record::Instant until = found->second.last + restAfter(found->second.count);
    // A failure in the future: the clock was set back, and nobody shall rest until then.
    return found->second.last <= now && now < until ? std::optional(until) : std::nullopt;
}

void BackOff::failed(const std::string& service, record::Instant now) {
    auto all = read();
    std::erase_if(all, [&](const auto& one) { return one.second.last + kForgotten < now; });
    Failures& failures = all[keyOf(service)];
    ++failures.count;
    failures.last = now;
    write(all);
}

void BackOff::answered(const std::string& service) {
    auto all = read();
    if (all.erase(keyOf(service)) > 0) {
        write(all);
    }
}

std::map<std::string, BackOff::Failures> BackOff::read() const {
    std::map<std::string, Failures> all;
    try {
        const auto bytes = ledger::readWhole(m_file, kBackOffBytes);
        const record::Json json =
            record::parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        for (const auto& [key, failures] : json.asObject()) {
            all[key] = {failures.at("failures").asInt(),
                        record::parseInstant(failures.at("last").asString())};
        }
    } catch (const record::Fault&) {
        all.clear(); // not there yet, or spoilt
    }
    return all;
}

void BackOff::write(const std::map<std::string, Failures>& all) const {
    record::Json json = record::Json::object({});
    for (const auto& [key, failures] : all) {
        json.set(key, record::Json::object({{"failures", failures.count},
                                            {"last", record::formatInstant(failures.last)}}));
    }
    try {
        ledger::replaceDurably(m_file, record::bytesOf(record::canonical(json)));
    } catch (const record::Fault&) {
        // On a full disk a seal is still wanted more than a rest.
    }
}

} // namespace seihon::station
