#include "station/timestamps.h"

#include "record/fault.h"
#include "signing/crl_fetch.h"

#include <algorithm>

namespace seihon::station {

using record::Fault;
using record::FaultKind;

namespace {

// Accredited services keep within a second of UTC(NICT); of two tokens the later one may so carry
// the earlier time by the sum of both (RFC 3161 §2.4.2, accuracy and ordering).
constexpr std::chrono::seconds kAccuracyOfTwo{2};

// A changed address is another service, which nobody has tried yet.
std::string backOffName(const config::TimestampService& service) {
    return service.name + " " + service.url;
}

bool isTimestampTrouble(const Fault& fault) {
    return fault.kind == FaultKind::TimestampUnavailable ||
           fault.kind == FaultKind::TimestampRefused;
}

// Passes queries on and keeps the last reply: what a refused token holds tells which lists to get.
class Overheard final : public signing::TimestampAuthority {
  public:
    explicit Overheard(std::unique_ptr<signing::TimestampAuthority> authority)
        : m_authority(std::move(authority)) {}
    const std::string& name() const override { return m_authority->name(); }
    signing::Der ask(record::Bytes query) override {
        m_reply = m_authority->ask(query);
        return m_reply;
    }
    const signing::Der& reply() const { return m_reply; }

  private:
    std::unique_ptr<signing::TimestampAuthority> m_authority;
    signing::Der m_reply;
};

} // namespace

TimestampServices::TimestampServices(TimestampTerms terms, signing::Trust trust)
    : m_terms(std::move(terms)), m_trust(std::move(trust)), m_backOff(m_terms.backOffFile) {
}

// Those that rest come last, and in the background not at all; those that failed in this round
// never.
std::vector<const config::TimestampService*> TimestampServices::inTurn(record::Instant now) const {
    std::vector<const config::TimestampService*> ready;
    std::vector<const config::TimestampService*> resting;
    for (const config::TimestampService& service : m_terms.services) {
        if (m_failed.contains(service.name)) {
            continue;
        }
        const bool rests = m_backOff.restsUntil(backOffName(service), now).has_value();
        if (!rests || m_terms.urgency == Urgency::Asked) {
            (rests ? resting : ready).push_back(&service);
        }
    }
    ready.insert(ready.end(), resting.begin(), resting.end());
    return ready;
}

void TimestampServices::ask(const Use& use) {
    std::optional<Fault> last;
    for (const config::TimestampService* const service : inTurn(record::readClock())) {
        try {
            return askOne(*service, use);
        } catch (const Fault& fault) {
            if (!isTimestampTrouble(fault)) {
                throw;
            }
            m_failed.insert(service->name);
            m_backOff.failed(backOffName(*service), record::readClock());
            last = fault;
        }
    }
    if (last) {
        throw *last;
    }
    throw Fault(FaultKind::TimestampUnavailable,
                m_terms.services.empty()
                    ? "no timestamp service is set up"
                    : "every timestamp service failed lately and is left alone for some minutes",
                {{"authority", m_terms.services.empty() ? "-" : m_terms.services.front().name}},
                true);
}

void TimestampServices::askOne(const config::TimestampService& service, const Use& use) {
    Overheard authority(signing::openTimestampAuthority(service, m_terms.demoFolder));
    record::Instant at{};
    try {
        at = useOnce(authority, use);
    } catch (const Fault& fault) {
        const auto certificates = fault.kind == FaultKind::TimestampRefused && m_terms.refresh
                                      ? signing::certificatesOfReply(authority.reply())
                                      : std::vector<signing::Der>();
        if (certificates.empty() || !m_terms.refresh(certificates)) {
            throw;
        }
        at = useOnce(authority, use);
    }
    m_terms.newestToken = std::max(m_terms.newestToken.value_or(at), at);
    m_backOff.answered(backOffName(service));
}

record::Instant TimestampServices::useOnce(signing::TimestampAuthority& authority,
                                           const Use& use) const {
    const record::Instant at = use(authority, m_trust);
    // Of two trusted clocks one is wrong; which one, people must find out. Evidence of an order
    // that never was is worse than a seal that waits.
    if (m_terms.newestToken && at + kAccuracyOfTwo < *m_terms.newestToken) {
        throw Fault(FaultKind::TimestampRefused,
                    authority.name() + ": its clock went back: " + record::formatInstant(at) +
                        " lies before the newest token of this station, " +
                        record::formatInstant(*m_terms.newestToken),
                    {{"authority", authority.name()}});
    }
    return at;
}

signing::Token TimestampServices::token(const record::Digest& digest,
                                        std::chrono::minutes tolerance) {
    signing::Token token;
    ask([&](signing::TimestampAuthority& authority, const signing::Trust& trust) {
        token = signing::timestamp(authority, trust, digest, record::readClock(), tolerance);
        return token.at;
    });
    return token;
}

} // namespace seihon::station
