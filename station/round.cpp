#include "station/round.h"

#include "signing/crl_fetch.h"
#include "signing/demo_pki.h"

#include <algorithm>

namespace seihon::station {

Station::Round::Round(Station& owner, Urgency how) : Round(owner, how, owner.stationActor()) {
}

Station::Round::Round(Station& owner, const record::Actor& who)
    : Round(owner, Urgency::Asked, who) {
}

Station::Round::Round(Station& owner, Urgency how, record::Actor who)
    : station(owner), actor(std::move(who)), urgency(how), listBackOff(owner.m_home.backOffFile()),
      services({.services = owner.m_config.timestampServices,
                .demoFolder = owner.m_home.demo(),
                .backOffFile = owner.m_home.backOffFile(),
                .urgency = how,
                .newestToken = owner.newestTokenTime(),
                .refresh =
                    [this](const std::vector<signing::Der>& certificates) {
                        return obtainLists(certificates, std::nullopt);
                    }},
               owner.trust()) {
}

bool Station::Round::obtainLists(const std::vector<signing::Der>& certificates,
                                 std::optional<record::Instant> newerThan) {
    bool came = false;
    if (station.m_config.revocation == "demo:") {
        came = signing::refreshDemoCrls(station.m_home.demo(), station.m_home.trust(),
                                        record::readClock(), newerThan);
    } else if (station.m_config.revocation == "fetch") {
        came = fetchLists(certificates);
    }
    if (came) {
        services.believe(station.trust());
    }
    return came;
}

bool Station::Round::fetchLists(const std::vector<signing::Der>& certificates) {
    signing::CrlQuestion question{certificates, trust().intermediates};
    for (const auto* roots : {&trust().roots, &trust().tsaRoots}) {
        for (const auto& [file, some] : *roots) {
            question.issuers.insert(question.issuers.end(), some.begin(), some.end());
        }
    }
    signing::CrlFetchOptions options;
    options.cache = station.m_home.crls();
    options.mayAsk = [this](const std::string& url) {
        const bool rests = listBackOff.restsUntil(url, record::readClock()).has_value();
        return (!rests || urgency == Urgency::Asked) && askedLists.insert(url).second;
    };
    bool came = false;
    for (const signing::CrlAnswer& answer : signing::fetchCrls(question, options).answers) {
        // Nothing newer counts as a failure too: authorities publish daily, and are not to be
        // asked every half minute until they do.
        came = came || answer.newer;
        if (answer.newer) {
            listBackOff.answered(answer.url);
        } else {
            listBackOff.failed(answer.url, record::readClock());
        }
    }
    return came;
}

signing::LayerTerms Station::Round::layerTerms(const signing::Trust& believed) const {
    return {believed, record::readClock(), station.m_regulation->clockTolerance, {}};
}

} // namespace seihon::station
