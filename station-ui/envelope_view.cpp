#include "station-ui/envelope_view.h"

#include "station/envelope_desk.h"
#include "station/waiting_list.h"

namespace seihon::station_ui {

namespace {

constexpr std::int64_t kMost = 200;

EnvelopePaper paperOf(const record::ScanJob& job) {
    return {job.id, job.original.documentClass, {}, job.state, job.registered.at};
}

EnvelopeView viewOf(const record::Envelope& envelope, const std::vector<record::ScanJob>& jobs) {
    EnvelopeView view{envelope.id, envelope.remark, envelope.opened.at, {}, envelope.enclosures};
    for (std::size_t i = 0; i < envelope.jobs.size() && i < jobs.size(); ++i) {
        view.papers.push_back(paperOf(jobs[i]));
        view.papers.back().handedOnTo = envelope.jobs[i].handedOnTo;
    }
    return view;
}

} // namespace

EnvelopesHere readEnvelopes(Desk& desk) {
    EnvelopesHere here;
    station::EnvelopeDesk envelopes(*desk.station);
    for (const record::Envelope& envelope : envelopes.list(kMost)) {
        here.open.push_back(viewOf(envelope, envelopes.jobsOf(envelope)));
    }
    for (const station::WaitingJob& one : station::WaitingList(*desk.station).read(kMost).jobs) {
        if (one.job.envelope.empty()) {
            here.single.push_back(paperOf(one.job));
        }
    }
    return here;
}

} // namespace seihon::station_ui
