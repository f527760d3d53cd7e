#include "record/box.h"
#include "record/json_fields.h"
#include "regulation/judge_inspection.h"
#include "station/batch_gate.h"
#include "station/entry_walk.h"
#include "station/project_audit_desk.h"
#include "station/project_gate.h"
#include "station/project_report.h"

#include <algorithm>
#include <map>

// What the entries of a project add up to.
namespace seihon::station {

using record::EntryKind;

bool ProjectSum::closes() const {
    std::int64_t sum = 0;
    for (const Part& part : parts) {
        sum += part.count;
    }
    return sum == total;
}

bool ProjectNumbers::close() const {
    return std::all_of(sums.begin(), sums.end(),
                       [](const ProjectSum& sum) { return sum.closes(); });
}

namespace {

struct JobTotals {
    std::int64_t opened = 0, sealed = 0, abandoned = 0, open = 0;
    // of jobs whose pages were scanned in them
    std::int64_t fed = 0, kept = 0, blank = 0, setAside = 0, replaced = 0, incomplete = 0;
    std::int64_t declaredSealed = 0, keptSealed = 0, blankSealed = 0;
    std::int64_t sealedPages = 0, lookedAt = 0;
    std::int64_t inspected = 0, samePages = 0, notInspected = 0; // of the sealed
    std::int64_t inspectionFaults = 0, interruptions = 0, recounts = 0, withdrawn = 0;

    void add(const record::ScanJob& job) {
        ++opened;
        const bool isSealed = job.state == record::JobState::Sealed;
        ++(isSealed ? sealed : job.state == record::JobState::Abandoned ? abandoned : open);
        inspectionFaults += std::ssize(job.inspection.faults);
        interruptions += std::ssize(job.interruptions);
        recounts += std::ssize(job.recounts);
        withdrawn += job.later.withdrawn ? 1 : 0;
        if (job.amends && job.amends->samePages) { // its sheets are those of another job
            samePages += isSealed ? 1 : 0;
            return;
        }
        const record::SheetCount sheets = record::countSheets(job);
        fed += sheets.fed;
        kept += sheets.kept;
        blank += sheets.blank;
        setAside += sheets.setAside;
        replaced += sheets.replaced;
        incomplete += sheets.incomplete;
        if (isSealed) {
            declaredSealed += sheets.declared;
            keptSealed += sheets.kept;
            blankSealed += sheets.blank;
            sealedPages += std::ssize(job.pages);
            ++(job.inspection.approved ? inspected : notInspected);
            lookedAt += std::ssize(regulation::pagesToInspect(job));
        }
    }
};

void addJobSums(const JobTotals& t, ProjectNumbers& numbers) {
    numbers.sums.push_back({"jobs-opened",
                            "開いた作業",
                            "jobs opened",
                            t.opened,
                            {{"封緘", "sealed", t.sealed},
                             {"中止", "given up", t.abandoned},
                             {"作業中", "open", t.open}}});
    numbers.sums.push_back({"sheets-fed",
                            "読み取った用紙",
                            "sheets fed",
                            t.fed + t.setAside,
                            {{"記載あり", "with content", t.kept},
                             {"白紙", "blank", t.blank},
                             {"取り除いた", "set aside", t.setAside}}});
    numbers.sums.push_back(
        {"sheets-declared",
         "封緘した作業で申告した用紙",
         "sheets declared in sealed jobs",
         t.declaredSealed,
         {{"記載あり", "with content", t.keptSealed}, {"白紙", "blank", t.blankSealed}}});
    numbers.sums.push_back({"records-inspected",
                            "封緘した記録",
                            "records sealed",
                            t.sealed,
                            {{"別の人が確認", "inspected by another person", t.inspected},
                             {"同じ頁の訂正", "corrections over the same pages", t.samePages},
                             {"確認なし", "without inspection", t.notInspected}}});
    numbers.sums.push_back({"pages-looked-at",
                            "封緘した記録の頁",
                            "pages of sealed records",
                            t.sealedPages,
                            {{"確認者が見た", "looked at by the inspector", t.lookedAt},
                             {"その他", "others", t.sealedPages - t.lookedAt}}});
    numbers.counts.insert(
        numbers.counts.end(),
        {{"sheets-incomplete", "片面が足りない用紙", "sheets that lack a side", t.incomplete},
         {"sides-replaced", "読み直した面", "sides scanned again", t.replaced},
         {"interruptions", "中断", "runs that broke off", t.interruptions},
         {"recounts", "数え直し", "counted again", t.recounts},
         {"inspection-faults", "確認で見つかった欠陥", "faults found by inspectors",
          t.inspectionFaults},
         {"withdrawn", "取り下げた記録", "records withdrawn", t.withdrawn}});
}

void addBoxSums(ledger::Ledger& ledger, const std::string& project, ProjectNumbers& numbers) {
    std::int64_t boxes = 0, closed = 0, folders = 0, all = 0;
    std::map<record::BoxEnd, std::int64_t> ends;
    record::SheetSum sheets;
    forEachOfKind(ledger, EntryKind::BoxOpened, [&](const record::Entry& entry) {
        const record::Box box = record::foldBox(ledger.entriesOfJob(entry.what.job));
        if (box.project != project) {
            return;
        }
        ++boxes;
        closed += box.closed ? 1 : 0;
        folders += std::ssize(box.folders);
        sheets += record::sumOf(box, tabCountsOf(ledger, box));
        all += std::ssize(box.exceptions);
        for (const record::BoxException& one : box.exceptions) {
            ++ends[one.end];
        }
    });
    numbers.sums.push_back({"boxes",
                            "箱",
                            "boxes",
                            boxes,
                            {{"閉じた", "closed", closed}, {"作業中", "open", boxes - closed}}});
    // Every sheet that the index sheets promise, as people corrected them, and where it is.
    numbers.sums.push_back({"sheets-of-boxes",
                            "箱の用紙（索引票＋余分＋移入）",
                            "sheets of boxes (index sheets + extra + moved in)",
                            sheets.expected + sheets.extra + sheets.movedIn,
                            {{"封緘", "sealed", sheets.sealed},
                             {"読取済", "scanned", sheets.scanned},
                             {"不足", "missing", sheets.missing},
                             {"移出", "moved out", sheets.movedOut},
                             {"紙のまま", "kept as paper", sheets.withheld},
                             {"未了", "open", sheets.open()}}});
    numbers.sums.push_back({"exceptions",
                            "箱で生じた例外",
                            "exceptions of boxes",
                            all,
                            {{"見つかった", "found", ends[record::BoxEnd::Found]},
                             {"欠", "missing", ends[record::BoxEnd::Missing]},
                             {"余分", "extra", ends[record::BoxEnd::Extra]},
                             {"別のフォルダへ", "moved", ends[record::BoxEnd::Moved]},
                             {"紙のまま", "kept as paper", ends[record::BoxEnd::Withheld]},
                             {"綴りの取消し", "folder voided", ends[record::BoxEnd::Voided]},
                             {"未解決", "open", ends[record::BoxEnd::Open]}}});
    numbers.counts.push_back({"folders", "フォルダ", "folders", folders});
}

void addWordCounts(ledger::Ledger& ledger, const std::string& project, ProjectNumbers& numbers) {
    const std::vector<record::PatientWord> words = patientWordsOf(ledger);
    const auto sum = [&](const char* id, const char* japanese, const char* english,
                         record::PatientWordKind kind) {
        std::int64_t all = 0, ended = 0;
        for (const record::PatientWord& word : words) {
            if (word.kind == kind &&
                (kind == record::PatientWordKind::Objection || word.project == project)) {
                ++all;
                ended += word.ended ? 1 : 0;
            }
        }
        numbers.sums.push_back(
            {id,
             japanese,
             english,
             all,
             {{"有効", "in force", all - ended}, {"取消し", "taken back", ended}}});
    };
    sum("objections", "患者の異議", "objections of patients", record::PatientWordKind::Objection);
    sum("consents", "この計画への同意", "consents to this project",
        record::PatientWordKind::Consent);
}

void addAuditSums(Station& station, const std::string& project, ProjectNumbers& numbers) {
    ProjectAuditDesk desk(station);
    const AuditCoverage coverage = desk.coverage(project);
    numbers.sums.push_back({"records-audited",
                            "封緘した記録",
                            "records sealed",
                            coverage.sealed,
                            {{"監査の対象", "covered by closed audits", coverage.covered},
                             {"未監査", "not covered", coverage.sealed - coverage.covered}}});
    std::int64_t number = 0;
    for (const record::ProjectAudit& audit : desk.list(project)) {
        ++number;
        for (const auto direction :
             {record::AuditDirection::RecordToPaper, record::AuditDirection::PaperToRecord}) {
            const record::AuditCount count = record::countItems(audit, direction);
            const bool records = direction == record::AuditDirection::RecordToPaper;
            const std::string which = std::to_string(number);
            numbers.sums.push_back(
                {"audit-" + which + "-" + std::string(record::enumName(direction)),
                 "監査 " + which + (records ? "：記録から紙への抽出" : "：紙から記録への抽出"),
                 "audit " + which + (records ? ": drawn of records" : ": drawn of lists"),
                 count.drawn,
                 {{"一致", "same", count.same},
                  {"相違", "faults", count.faults},
                  {"見つからない", "not found", count.notFound},
                  {"未確認", "open", count.open}}});
        }
    }
}

} // namespace

ProjectNumbers numbersOfProject(Station& station, ledger::Ledger& ledger,
                                const std::string& project) {
    JobTotals totals;
    forEachOfKind(ledger, EntryKind::JobOpened, [&](const record::Entry& entry) {
        const record::Json* const link = entry.what.facts.find("project");
        if (link != nullptr && link->at("id").asString() == project) {
            totals.add(station.job(entry.what.job));
        }
    });
    ProjectNumbers numbers;
    addJobSums(totals, numbers);
    addBoxSums(ledger, project, numbers);
    addWordCounts(ledger, project, numbers);
    addAuditSums(station, project, numbers);
    return numbers;
}

} // namespace seihon::station
