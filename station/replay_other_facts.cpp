#include "record/json_fields.h"
#include "station/replay_judge.h"

#include <algorithm>
#include <array>

namespace seihon::station {

using record::Entry;
using record::EntryKind;
using record::FindingId;
using regulation::Authority;

bool restsOnOtherFacts(const Entry& entry, FindingId id) {
    // people.toml
    constexpr std::array kPeople{FindingId::NotAppointed,      FindingId::NotTrained,
                                 FindingId::NotDelegated,      FindingId::CardNeeded,
                                 FindingId::DutiesCombined,    FindingId::MarkedAbsent,
                                 FindingId::BreakGlassInForce, FindingId::OwnActNotReviewed};
    // certificates, revocation lists, trust.toml, and whether the card's holder is the person
    constexpr std::array kSeal = std::to_array<FindingId>({
        FindingId::SignerCertificateNotYetValid,
        FindingId::SignerCertificateExpired,
        FindingId::SignerCertificateRevoked,
        FindingId::SignerKeyUsageWrong,
        FindingId::SignerPolicyNotAccepted,
        FindingId::SignerKeyTooSmall,
        FindingId::SignerIsNotActor,
        FindingId::SignerChainUntrusted,
        FindingId::SignerDigestWeak,
        FindingId::SignerRoleUnexpected,
        FindingId::SignerProfileNotInForce,
        FindingId::RevocationUnknown,
        FindingId::RevocationNotYetProven,
        FindingId::TestMode,
    });
    // qualifications.toml when it was edited by hand
    constexpr std::array kDevice{FindingId::QualificationNotLogged};
    constexpr std::array kActivation{FindingId::TrustDisagrees, FindingId::TestMode,
                                     FindingId::DemoData};
    // what lies in the archive and in its replicas
    constexpr std::array kRepair{FindingId::RecordNotDamaged, FindingId::NoSoundReplica};
    const auto in = [id](const auto& list) {
        return std::find(list.begin(), list.end(), id) != list.end();
    };
    const std::string verb = entry.what.kind == EntryKind::Refused
                                 ? record::textIn(entry.what.facts, "verb")
                                 : std::string();
    const bool seals =
        entry.what.kind == EntryKind::SealStarted || verb == record::enumName(Authority::Seal);
    const bool activates = entry.what.kind == EntryKind::RegulationActivated ||
                           verb == record::enumName(Authority::ActivateRegulation);
    const bool repairs = verb == record::enumName(Authority::KeepArchive);
    return in(kPeople) || in(kDevice) || (seals && in(kSeal)) || (activates && in(kActivation)) ||
           (repairs && in(kRepair));
}

} // namespace seihon::station
