#include "record/cover_code.h"
#include "record/fault.h"
#include "report/png.h"
#include "report/separator_sheet.h"
#include "station/batch_desk.h"
#include "station/batch_gate.h"
#include "station/desk_act.h"
#include "station/verb.h"

// Separator sheets of a box [W, F16].
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

constexpr std::int64_t kSeparatorDpi = 300;
constexpr std::int64_t kSeparatorPdfBytes = 256ll << 20;

std::vector<report::SeparatorSheet> separatorsOf(const record::Box& box, std::int64_t only,
                                                 const regulation::Regulation& rules) {
    std::vector<report::SeparatorSheet> sheets;
    for (const record::BoxFolder& folder : box.folders) {
        for (const record::BoxTab& tab : folder.tabs) {
            if (only != 0 && folder.number != only) {
                continue;
            }
            const auto kind = rules.classes.find(tab.documentClass);
            const bool known = kind != rules.classes.end();
            sheets.push_back({.code = record::codeOfSeparator(box.id, folder.number, tab.number),
                              .hospital = rules.hospital,
                              .box = box.number,
                              .folder = folder.number,
                              .tab = tab.number,
                              .sheets = tab.sheets,
                              .classJa = known ? kind->second.nameJa : "",
                              .classEn = known ? kind->second.nameEn : "",
                              .demo = rules.demo});
        }
    }
    return sheets;
}

std::string paddedNumber(std::int64_t number, std::size_t digits) {
    const std::string text = std::to_string(number);
    return std::string(digits - std::min(text.size(), digits), '0') + text;
}

record::Digest writeSheets(const std::filesystem::path& file,
                           const std::vector<report::SeparatorSheet>& sheets) {
    if (std::filesystem::exists(file)) {
        throw Fault(FaultKind::Usage, file.string() + " is there already");
    }
    if (file.extension() == ".pdf") {
        report::writeSeparatorPdf(file, sheets);
        return record::sha256(ledger::readWhole(file, kSeparatorPdfBytes));
    }
    std::filesystem::create_directories(file);
    std::string digests;
    for (const report::SeparatorSheet& sheet : sheets) {
        const auto one =
            file / (paddedNumber(sheet.folder, 4) + "-" + paddedNumber(sheet.tab, 2) + ".png");
        report::writePng(one, report::separatorImage(sheet, kSeparatorDpi));
        digests += record::sha256(ledger::readWhole(one, kSeparatorPdfBytes)).hex();
    }
    return record::sha256(digests); // of the digests of the files, in their order
}

} // namespace

BoxOutcome BatchDesk::printSeparators(const Session& session, const std::string& id,
                                      std::int64_t folder, const std::filesystem::path& file) {
    BoxOutcome outcome{show(id), {}};
    const std::vector<report::SeparatorSheet> sheets =
        separatorsOf(outcome.box, folder, *m_station.m_regulation);
    if (sheets.empty()) {
        throw Fault(FaultKind::NotFound, "there is nothing to separate", {{"job", id}});
    }
    const record::Instant now = record::readClock();
    record::EntryDraft draft =
        m_station.draftFor(session, regulation::Authority::KeepBox, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    const record::Digest digest = writeSheets(file, sheets); // seconds; then the box's lock
    const ledger::FileLock lock = lockJobSoon(m_station.m_home, id);
    outcome.box = show(id);
    outcome.verdict.merge(regulation::judgeBoxAct(outcome.box));
    draft.job = id;
    draft.facts = Json::object({{"sha256", digest.hex()}, {"sheets", sheets.size()}});
    draft.verdict = outcome.verdict;
    if (outcome.verdict.permitted()) {
        draft.kind = EntryKind::SeparatorsPrinted;
    } else {
        draft.facts = refusedFacts(regulation::Authority::KeepBox, EntryKind::SeparatorsPrinted,
                                   std::move(draft.facts));
    }
    record::apply(outcome.box, m_station.m_ledger->append(draft, now));
    return outcome;
}

} // namespace seihon::station
