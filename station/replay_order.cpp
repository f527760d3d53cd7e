#include "record/json_fields.h"
#include "record/order.h"
#include "regulation/judge_intake.h"
#include "station/replay_judge.h"

namespace seihon::station {

// An order of the worklist that was picked, and a delivery that somebody said to send again or
// not.
//
// Whether something differs was seen in data that may be destroyed; that, and what was answered,
// is stored beside it, and what follows from it is the rule.
std::optional<Rejudged> rejudgeOrder(const record::Entry& entry, const ReplayFacts& facts) {
    if (entry.what.kind == record::EntryKind::DeliveryRetryAsked) {
        return Rejudged{authorityOf(entry, regulation::Authority::Work, facts), true};
    }
    if (entry.what.kind == record::EntryKind::DeliveryGivenUp) {
        return Rejudged{authorityOf(entry, regulation::Authority::KeepArchive, facts), true};
    }
    if (entry.what.kind != record::EntryKind::OrderPicked) {
        return std::nullopt;
    }
    constexpr auto kAuthority = regulation::Authority::IdentifyPatient;
    const record::ScanJob& job = facts.jobs.before(entry).job;
    const record::Json& said = entry.what.facts;
    record::Verdict verdict = authorityOf(entry, kAuthority, facts);
    verdict.merge(regulation::judgeStep(job, kAuthority));
    const bool picked = said.at("picked").asBool();
    verdict.merge(regulation::judgeOrder(
        job, picked ? record::orderDifferencesIn(said) : std::vector<record::OrderDifference>{},
        picked && said.at("answered").asBool()));
    return Rejudged{verdict, true};
}

} // namespace seihon::station
