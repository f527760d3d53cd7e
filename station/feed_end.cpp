#include "station/feed_end.h"

#include "record/json_fields.h"
#include "regulation/judge.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;

imaging::LineArtCoding lineArtCodingOf(const regulation::DocumentClass& documentClass) {
    const auto& modes = documentClass.quality.modes;
    const bool permitted =
        std::find(modes.begin(), modes.end(), record::ColourMode::LineArt) != modes.end();
    return permitted ? imaging::LineArtCoding::FaxGroup4 : imaging::LineArtCoding::Deflate;
}

void appendInterruption(Station::Verb& verb, const Fault& fault, std::int64_t sheet,
                        const std::vector<std::int64_t>& putBack, std::int64_t doubtful) {
    Json list = Json::array();
    for (const std::int64_t one : putBack) {
        list.push(one);
    }
    Json facts = Json::object({{"fault", nameOf(fault.kind)},
                               {"sheet", sheet},
                               {"putBack", std::move(list)},
                               {"detail", fault.what()}});
    record::Verdict verdict;
    std::vector<std::string> captures;
    for (const record::Page& page : verb.job.pages) {
        if (doubtful > 0 && page.sheet == doubtful) {
            captures.push_back(page.captureId);
            record::CaptureFacts reported = page.capture;
            reported.doubleFeedReported = true;
            verdict = regulation::judgeDoubleFeed(reported);
        }
    }
    if (captures.empty()) {
        verb.append(EntryKind::FeedInterrupted, std::move(facts));
        return;
    }
    facts.set("doubtful", record::textsJson(captures));
    verb.append(EntryKind::FeedInterrupted, std::move(facts), verdict);
}

void appendEnd(Station::Verb& verb, std::int64_t pages, const char* outcome) {
    verb.append(EntryKind::ScanEnded, Json::object({{"pages", pages}, {"outcome", outcome}}));
}

Fault withSheets(const Fault& fault, const std::string& job, std::int64_t sheet,
                 const std::vector<std::int64_t>& putBack) {
    std::map<std::string, std::string> context = fault.context;
    context["job"] = job;
    context["sheet"] = std::to_string(sheet);
    context["putBack"] = putBack.empty() ? std::to_string(sheet) : record::listOfSheets(putBack);
    return {fault.kind, fault.what(), std::move(context), fault.retryable};
}

Fault afterSheetFault(const Fault& reported, std::int64_t doubtful) {
    std::map<std::string, std::string> context = reported.context;
    context["doubtful"] = std::to_string(doubtful);
    return {FaultKind::DoubleFeedAfterSheet, reported.what(), std::move(context),
            reported.retryable};
}

} // namespace seihon::station
