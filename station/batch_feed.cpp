#include "station/batch_feed.h"

#include "record/cover_code.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/batch_desk.h"
#include "station/batch_gate.h"
#include "station/batch_run.h"
#include "station/batch_sheet.h"
#include "station/feed_end.h"
#include "station/findings.h"

#include <algorithm>

namespace seihon::station {

using record::BatchSheet;
using record::Box;
using record::BoxTrouble;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FolderLink;
using record::Json;
using record::TabPlace;
using regulation::Authority;

namespace {

// One device setting for the whole stack: the best that any of its classes asks for.
record::ScanProfile profileForBox(const Box& box, const regulation::Regulation& rules) {
    std::optional<record::ScanProfile> joint;
    bool duplex = false;
    for (const record::BoxFolder& folder : box.folders) {
        for (const record::BoxTab& tab : folder.tabs) {
            const auto kind = rules.classes.find(tab.documentClass);
            if (kind == rules.classes.end()) {
                throw Fault(FaultKind::ConfigInvalid,
                            "the regulation has no class \"" + tab.documentClass + "\"");
            }
            const record::ScanProfile& profile = kind->second.profile;
            duplex = duplex || tab.duplex || profile.source == record::PaperSource::FeederDuplex;
            if (!joint) {
                joint = profile;
                continue;
            }
            joint->mode = profile.mode == record::ColourMode::Colour ? profile.mode : joint->mode;
            joint->bitsPerSample = std::max(joint->bitsPerSample, profile.bitsPerSample);
            joint->dpi = std::max(joint->dpi, profile.dpi);
            joint->areaWidthMicrometres =
                std::max(joint->areaWidthMicrometres, profile.areaWidthMicrometres);
            joint->areaHeightMicrometres =
                std::max(joint->areaHeightMicrometres, profile.areaHeightMicrometres);
        }
    }
    if (!joint) {
        throw Fault(FaultKind::Usage, "the box has no folders yet", {{"job", box.id}});
    }
    joint->source = duplex ? record::PaperSource::FeederDuplex : record::PaperSource::FeederSimplex;
    return *joint;
}

} // namespace

BatchOutcome BatchFeed::scan(const Session& session, const BatchRequest& request,
                             const BatchSeen& seen, const capture::ScanControl& control) {
    BatchDesk desk(m_station);
    const ledger::FileLock feeding = lockBatch(m_station.home(), request.box);
    BatchOutcome outcome{desk.show(request.box), {}, 0, 0, 0, 0, 0, {}};
    BatchLog log(m_station, session, outcome.box);
    outcome.verdict = log.mayFeed(request.attestComplete);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    log.settleLost();
    m_station.requireSpace();
    const Box& box = log.box();
    const std::string device =
        request.device.empty() ? m_station.config().defaultDevice : request.device;
    BatchPaper paper;
    paper.device = device;
    paper.profile = profileForBox(box, m_station.regulation());
    paper.profile.areaWidthMicrometres =
        request.areaWidthMicrometres.value_or(paper.profile.areaWidthMicrometres);
    paper.profile.areaHeightMicrometres =
        request.areaHeightMicrometres.value_or(paper.profile.areaHeightMicrometres);
    paper.by = request.by;
    paper.left = sumOf(box, tabCountsOf(*m_station.m_ledger, box)).open();
    paper.inFlight = 2 + kBatchPagesAhead;
    const bool goesOn = (request.goesOn || box.batch.brokenOff) && box.batch.at.has_value();

    capture::WorkerConfig worker = m_station.worker();
    worker.sheetsAhead = 1; // the device feeds while the station keeps the sheets before
    const std::unique_ptr<capture::ScanSource> source =
        capture::openScanner(worker, device, paper.profile);
    BatchRun run(m_station, session, log, paper, seen);
    outcome.verdict = log.start(device, paper.profile, goesOn);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    try {
        outcome.verdict = goesOn ? run.goOn() : record::Verdict{};
        if (outcome.verdict.permitted()) {
            PagePipeline pipeline(*source, {kBatchPagesAhead, imaging::LineArtCoding::Deflate},
                                  control);
            const bool bothSides = paper.profile.source == record::PaperSource::FeederDuplex;
            while (std::optional<FedSheet> sheet = nextSheet(pipeline, bothSides ? 2 : 1)) {
                outcome.verdict = run.take(std::move(*sheet));
                if (!outcome.verdict.permitted()) {
                    break;
                }
            }
        }
    } catch (const Fault& fault) {
        run.breakOff(fault, source->sheetsLetGo());
    }
    if (!outcome.verdict.permitted()) {
        outcome.unkept = run.refuse(source->sheetsLetGo(), outcome.verdict);
    } else {
        run.end(control.stop.stop_requested());
    }
    run.tell(outcome);
    return outcome;
}

BatchSealing sealBatch(Station& station, const Session& session, const std::string& id) {
    BatchSealing sealing;
    const Box box = BatchDesk(station).show(id);
    bool pinServes = true;
    for (const record::BoxFolder& folder : box.folders) {
        for (const record::BoxTab& tab : folder.tabs) {
            for (const std::string& job : tab.jobs) {
                const record::JobState state = station.job(job).state;
                if (state != record::JobState::Submitted && state != record::JobState::Accepted &&
                    state != record::JobState::SealingPending) {
                    continue;
                }
                if (!pinServes) {
                    ++sealing.left;
                    continue;
                }
                try {
                    const SealOutcome outcome = station.seal(session, job);
                    if (!outcome.verdict.permitted()) {
                        sealing.refused.emplace_back(job, outcome.verdict);
                    } else if (!outcome.pendingBecause.empty()) {
                        sealing.pending.emplace_back(job, outcome.pendingBecause);
                    } else {
                        sealing.sealed.push_back(job);
                    }
                } catch (const Fault& fault) { // as often, or as long, as the regulation lets it
                    if (fault.kind != FaultKind::PinExpired) {
                        throw;
                    }
                    pinServes = false;
                    ++sealing.left;
                }
            }
        }
    }
    return sealing;
}

} // namespace seihon::station
