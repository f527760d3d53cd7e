#include "record/feed_plan.h"

#include "record/fault.h"
#include "record/json_fields.h"
#include "record/scan_job.h"

#include <algorithm>

namespace seihon::record {

namespace {

constexpr std::int64_t kMostSheets = 1'000'000;

std::int64_t lastSheet(const ScanJob& job) {
    return job.pages.empty() ? 0 : job.pages.back().sheet;
}

[[noreturn]] void noSuchSheet(std::int64_t sheet) {
    throw Fault(FaultKind::NotFound, "the job has no sheet " + std::to_string(sheet));
}

bool hasSide(const ScanJob& job, std::int64_t sheet, Side side) {
    return std::any_of(job.pages.begin(), job.pages.end(),
                       [&](const Page& page) { return page.sheet == sheet && page.side == side; });
}

FeedPlan planReplacement(const ScanJob& job, const FeedWish& wish) {
    const Page* page = findPage(job, *wish.replacePage);
    if (page == nullptr) {
        throw Fault(FaultKind::NotFound,
                    "the job has no page " + std::to_string(*wish.replacePage));
    }
    FeedPlan plan;
    plan.pass = FeedPass::Replace;
    plan.sheets = {page->sheet};
    if (!wish.bothSides) { // this side and not the other, which stays
        plan.side = page->side;
    }
    return plan;
}

FeedPlan planInsertion(const ScanJob& job, const FeedWish& wish) {
    if (*wish.after < 0 || *wish.after > lastSheet(job)) {
        noSuchSheet(*wish.after);
    }
    FeedPlan plan;
    plan.pass = FeedPass::Insert;
    plan.sheets = {*wish.after + 1};
    return plan;
}

FeedPlan planBacks(const ScanJob& job, const FeedWish& wish) {
    if (wish.bothSides) {
        throw Fault(FaultKind::Usage, "--backs is for a device that scans one side at a time");
    }
    FeedPlan plan;
    plan.pass = FeedPass::Backs;
    plan.side = Side::Back;
    for (const Page& page : job.pages) {
        if (page.side == Side::Front && (wish.again || !hasSide(job, page.sheet, Side::Back))) {
            plan.sheets.push_back(page.sheet);
        }
    }
    if (plan.sheets.empty()) {
        throw Fault(FaultKind::Usage, job.pages.empty() ? "the fronts come first"
                                                        : "every sheet has its back already; "
                                                          "--again scans all of them anew");
    }
    if (wish.reversed) {
        std::reverse(plan.sheets.begin(), plan.sheets.end());
    }
    // A back too many is kept and shown, never dropped: it has no front, and that blocks.
    plan.onwards = lastSheet(job) + 1;
    return plan;
}

// A sheet of which the station has one side only (it stopped between the two) comes first: it goes
// back into the tray and takes its number again.
std::vector<std::int64_t> halfSheets(const ScanJob& job) {
    std::vector<std::int64_t> half;
    for (std::size_t i = 0; i < job.pages.size(); ++i) {
        const Page& page = job.pages[i];
        const bool paired = (i > 0 && job.pages[i - 1].sheet == page.sheet) ||
                            (i + 1 < job.pages.size() && job.pages[i + 1].sheet == page.sheet);
        if (page.capture.source == PaperSource::FeederDuplex && !paired) {
            half.push_back(page.sheet);
        }
    }
    return half;
}

} // namespace

std::int64_t FeedPlan::sheetOf(std::int64_t feed) const {
    const auto count = static_cast<std::int64_t>(sheets.size());
    if (feed < 1) {
        return 0;
    }
    if (feed <= count) {
        return sheets[static_cast<std::size_t>(feed - 1)];
    }
    return onwards == 0 ? 0 : onwards + (feed - count - 1);
}

std::vector<std::int64_t> FeedPlan::sheetsAfter(std::int64_t kept, std::int64_t fed) const {
    std::vector<std::int64_t> after;
    for (std::int64_t feed = kept + 1; feed <= fed; ++feed) {
        if (const std::int64_t sheet = sheetOf(feed); sheet != 0) {
            after.push_back(sheet);
        }
    }
    return after;
}

std::int64_t FeedPlan::sheetsWanted() const {
    return onwards == 0 ? static_cast<std::int64_t>(sheets.size()) : 0;
}

Json toJson(const FeedPlan& plan) {
    Json sheets = Json::array();
    for (const std::int64_t sheet : plan.sheets) {
        sheets.push(sheet);
    }
    return Json::object({{"pass", enumName(plan.pass)},
                         {"sheets", std::move(sheets)},
                         {"onwards", plan.onwards},
                         {"side", plan.side ? Json(enumName(*plan.side)) : Json()},
                         {"inFlight", plan.inFlight}});
}

FeedPlan feedPlanFromJson(const Json& json) {
    FeedPlan plan;
    plan.pass = enumIn<FeedPass>(json, "pass");
    for (const Json& sheet : json.at("sheets").asArray()) {
        plan.sheets.push_back(sheet.asInt());
    }
    plan.onwards = json.at("onwards").asInt();
    if (!json.at("side").isNull()) {
        plan.side = enumIn<Side>(json, "side");
    }
    plan.inFlight = json.at("inFlight").asInt();
    if (plan.inFlight < 1 || plan.inFlight > kMostSheets || plan.onwards < 0) {
        throw Fault(FaultKind::Malformed, "a plan of feeding that cannot be");
    }
    return plan;
}

FeedPlan planFeed(const ScanJob& job, const FeedWish& wish) {
    const int wishes = (wish.replacePage ? 1 : 0) + (wish.after ? 1 : 0) + (wish.backOf ? 1 : 0) +
                       (wish.backs ? 1 : 0);
    if (wishes > 1 || ((wish.again || wish.reversed) && !wish.backs)) {
        throw Fault(FaultKind::Usage, "these do not go together: one of --replace, --after, "
                                      "--back-of, --backs; --again and --reversed with --backs");
    }
    if (wish.replacePage) {
        return planReplacement(job, wish);
    }
    if (wish.after) {
        return planInsertion(job, wish);
    }
    if (wish.backs) {
        return planBacks(job, wish);
    }
    FeedPlan plan;
    if (wish.backOf) {
        if (wish.bothSides || !hasSide(job, *wish.backOf, Side::Front)) {
            noSuchSheet(*wish.backOf);
        }
        plan.pass = FeedPass::Backs;
        plan.side = Side::Back;
        plan.sheets = {*wish.backOf};
        return plan;
    }
    if (wish.bothSides) {
        plan.sheets = halfSheets(job);
    }
    if (wish.single) {
        if (plan.sheets.empty()) {
            plan.sheets.push_back(lastSheet(job) + 1);
        }
        plan.sheets.resize(1);
        return plan;
    }
    plan.onwards = lastSheet(job) + 1;
    return plan;
}

std::string listOfSheets(const std::vector<std::int64_t>& sheets) {
    std::string text;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        std::size_t end = i;
        while (end + 1 < sheets.size() && sheets[end + 1] == sheets[end] + 1) {
            ++end;
        }
        text += text.empty() ? "" : ", ";
        text += std::to_string(sheets[i]);
        if (end > i + 1) { // three or more in a row
            text += "–" + std::to_string(sheets[end]);
            i = end;
        }
    }
    return text;
}

} // namespace seihon::record
