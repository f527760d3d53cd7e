#include "station/box_overview.h"

#include "station/batch_desk.h"

#include <algorithm>

namespace seihon::station {

namespace {

constexpr const char* kStopped = "StoppedByOperator"; // as BatchInterrupted has it

bool isUnsettled(const record::BoxException& one) {
    return one.end == record::BoxEnd::Open;
}

FolderOverview folderOf(const BoxView& view, const record::BoxFolder& folder) {
    FolderOverview one;
    one.number = folder.number;
    for (const record::BoxTab& tab : folder.tabs) {
        one.tabs.push_back(
            {tab.number, tab.documentClass, tab.duplex, tab.separatorSeen,
             sumOf(view.box, record::TabPlace{folder.number, tab.number}, view.counts)});
        one.sum += one.tabs.back().sum;
    }
    one.openExceptions = std::count_if(
        view.box.exceptions.begin(), view.box.exceptions.end(),
        [&](const auto& each) { return isUnsettled(each) && each.at.folder == one.number; });
    if (folder.isOut()) {
        one.out = folder.retrievals.back();
    }
    one.refiled = folder.refiled;
    one.mayGoOut = regulation::judgeRetrieval(view.box, folder.number);
    one.mayComeBack = regulation::judgeReturn(view.box, folder.number);
    one.mayBeRefiled =
        regulation::judgeRefiling(view.box, folder.number, view.counts, one.sum.paper());
    return one;
}

} // namespace

std::int64_t BoxOverview::openExceptions() const {
    return std::count_if(exceptions.begin(), exceptions.end(), isUnsettled);
}

std::int64_t BoxOverview::whole() const {
    return sum.expected + sum.extra + sum.movedIn;
}

std::int64_t BoxOverview::accounted() const {
    return std::clamp<std::int64_t>(whole() - sum.open(), 0, whole());
}

FeedStanding feedStandingOf(Station& station, const record::Box& box) {
    const record::BatchRun& batch = box.batch;
    FeedStanding standing;
    standing.running = batch.running;
    standing.brokenOff = batch.brokenOff;
    standing.fault = batch.fault;
    standing.stopped = batch.fault == kStopped;
    standing.batches = batch.batches;
    standing.separators = batch.separators;
    standing.unplaced = batch.unplaced;
    if (batch.at) {
        standing.at = {batch.at->folder, batch.at->tab};
        const record::BoxTab* const tab = box.tab(standing.at);
        if (tab != nullptr && !tab->jobs.empty()) {
            standing.next = station.job(tab->jobs.back()).sheetsFed + 1;
        }
    }
    return standing;
}

BoxOverview overviewOf(Station& station, const std::string& id) {
    const BoxView view = BatchDesk(station).view(id);
    const record::Box& box = view.box;
    BoxOverview all;
    all.id = box.id;
    all.number = box.number;
    all.project = box.project;
    all.expectedFolders = box.expectedFolders;
    all.sealCame = box.sealCame;
    all.sealGoes = box.sealGoes;
    all.closed = box.closed.has_value();
    all.sum = sumOf(box, view.counts);
    all.pace = paceOf(box, record::readClock(), all.sum.open());
    for (const record::BoxFolder& folder : box.folders) {
        all.folders.push_back(folderOf(view, folder));
    }
    all.exceptions = box.exceptions;
    all.standing = view.standing;
    all.mayClose = regulation::judgeBoxClosing(box, view.counts);
    all.feed = feedStandingOf(station, box);
    return all;
}

} // namespace seihon::station
