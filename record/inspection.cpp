#include "record/inspection.h"

#include "record/fold_entry.h"
#include "record/page_draw.h"

#include <numeric>
#include <utility>

namespace seihon::record {

namespace {

Json pagesJson(const std::vector<std::int64_t>& pages) {
    Json list = Json::array();
    for (const std::int64_t page : pages) {
        list.push(page);
    }
    return list;
}

} // namespace

Json toJson(const PageDraw& draw) {
    return Json::object({{"seed", draw.seed.hex()},
                         {"salt", draw.salt.hex()},
                         {"scope", enumName(draw.scope)},
                         {"permille", draw.permille},
                         {"least", draw.least},
                         {"pages", pagesJson(draw.pages)}});
}

PageDraw pageDrawFromJson(const Json& json) {
    PageDraw draw;
    draw.seed = digestIn(json, "seed");
    draw.salt = digestIn(json, "salt");
    draw.scope = enumIn<DrawScope>(json, "scope");
    draw.permille = json.at("permille").asInt();
    draw.least = json.at("least").asInt();
    for (const Json& page : json.at("pages").asArray()) {
        if (!draw.pages.empty() && page.asInt() <= draw.pages.back()) {
            throw Fault(FaultKind::Malformed, "drawn pages out of order");
        }
        draw.pages.push_back(page.asInt());
    }
    if (draw.permille < 1 || draw.permille > 1000 || draw.least < 1 ||
        (!draw.pages.empty() && draw.pages.front() < 1) || json.asObject().size() != 6) {
        throw Fault(FaultKind::Malformed, "the pages drawn for an inspection");
    }
    return draw;
}

std::vector<std::int64_t> drawnPages(const PageDraw& draw, const std::string& job,
                                     std::int64_t pages) {
    if (draw.scope == DrawScope::Share) {
        return drawPages(draw.seed.hex(), job, pages, draw.permille, draw.least);
    }
    std::vector<std::int64_t> all(static_cast<std::size_t>(pages));
    std::iota(all.begin(), all.end(), std::int64_t{1});
    return all;
}

void opened(Inspection& inspection, const Entry& entry) {
    const Json& hidden = entry.what.privateFacts;
    if (entry.privateSalt && hidden.isObject() && hidden.find("inspectionSeed") != nullptr) {
        inspection.committed =
            CommittedSeed{digestIn(hidden, "inspectionSeed"), *entry.privateSalt};
    }
}

void submitted(Inspection& inspection, PageDraw draw) {
    inspection.draw = std::move(draw);
    inspection.viewed.clear();
    inspection.approved.reset();
}

void reopened(Inspection& inspection) {
    inspection.drawnBefore = inspection.drawnBefore || inspection.draw.has_value();
    inspection.draw.reset();
    inspection.viewed.clear();
    inspection.approved.reset();
}

void apply(Inspection& inspection, const Entry& entry) {
    const std::string of = "job " + entry.what.job;
    if (!inspection.draw) {
        refuseEntry(of, entry, "nothing was drawn to be inspected");
    }
    const Json& facts = entry.what.facts;
    if (entry.what.kind == EntryKind::InspectionApproved) {
        inspection.approved = actOf(entry);
        return;
    }
    const std::int64_t page = facts.at("page").asInt();
    const Digest shown = digestIn(facts, "sha256");
    if (entry.what.kind == EntryKind::InspectionPageViewed) {
        inspection.viewed[entry.what.actor.user][page] = shown;
    } else if (entry.what.kind == EntryKind::InspectionRejected) {
        inspection.faults.push_back({actOf(entry), page, shown});
        reopened(inspection);
    } else {
        refuseEntry(of, entry, "it is not about an inspection");
    }
}

} // namespace seihon::record
