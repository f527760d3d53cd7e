#include "station/batch_sheet.h"

#include "imaging/separator.h"
#include "imaging/tiff.h"
#include "record/cover_code.h"
#include "station/examine_process.h"

#include <set>

namespace seihon::station {

using record::CoverCode;
using record::TabPlace;

namespace {

// The bytes live in the page, which waits for its look before it goes.
SheetLook lookAtSheet(record::Bytes tiff) {
    ExamineWorker looker = examineWorkerBesideProgram();
    looker.codesOnly = true;
    SheetLook look;
    look.seen = examineApart(looker, tiff);
    look.looksLikeSeparator = imaging::looksLikeSeparator(imaging::decodeTiff(tiff));
    return look;
}

} // namespace

std::optional<FedSheet> nextSheet(PagePipeline& pipeline, std::int64_t sidesPerSheet) {
    FedSheet sheet;
    while (static_cast<std::int64_t>(sheet.sides.size()) < sidesPerSheet) {
        std::optional<PreparedPage> side = pipeline.next();
        if (!side) {
            return std::nullopt;
        }
        sheet.sides.push_back(std::move(*side));
    }
    for (const PreparedPage& side : sheet.sides) {
        sheet.looks.push_back(
            std::async(std::launch::async, [bytes = record::Bytes(side.master.file)] {
                return lookAtSheet(bytes);
            }).share());
    }
    return sheet;
}

SheetKind kindOf(const FedSheet& sheet, const record::Box& box) {
    SheetKind kind;
    kind.codes = record::Json::array();
    std::set<TabPlace> ours;
    bool stranger = false, looks = false, cover = false;
    for (const std::shared_future<SheetLook>& one : sheet.looks) {
        const SheetLook& look = one.get();
        looks = looks || look.looksLikeSeparator;
        kind.codes.push(record::toJson(look.seen));
        for (const record::Barcode& code : look.seen.barcodes) {
            const CoverCode read = record::readCoverCode(code.textCut ? "" : code.text);
            cover = cover || read.kind == CoverCode::Kind::Job;
            if (read.kind != CoverCode::Kind::Separator) {
                continue;
            }
            const TabPlace place{read.folder, read.tab};
            if (read.box == box.id && box.tab(place) != nullptr) {
                ours.insert(place);
            } else {
                stranger = true;
            }
        }
    }
    if (ours.size() == 1 && !stranger) {
        kind.kind = SheetKind::Separator;
        kind.place = *ours.begin();
    } else if (!ours.empty() || stranger || cover) {
        kind.kind = SheetKind::Foreign;
        kind.trouble = ours.size() > 1 ? "codes of several separators"
                       : stranger      ? "the separator of another box, or of no folder of this one"
                                       : "a job's cover sheet";
    } else if (looks) {
        kind.kind = SheetKind::Unreadable;
        kind.trouble = "no code can be read";
    }
    return kind;
}

} // namespace seihon::station
