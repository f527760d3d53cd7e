#include "station/project_report.h"

#include "report/document.h"
#include "report/record_words.h"
#include "station/document_file.h"
#include "station/project_audit_desk.h"
#include "station/project_desk.h"

namespace seihon::station {

// station/project_numbers.cpp
ProjectNumbers numbersOfProject(Station& station, ledger::Ledger& ledger,
                                const std::string& project);

using record::Language;
using report::Section;
using report::Tone;
using report::Words;

namespace {

std::string listedAll(const auto& words) {
    std::string all;
    for (const std::string& word : words) {
        all += (all.empty() ? "" : ", ") + word;
    }
    return all.empty() ? "–" : all;
}

std::string planDay(const std::optional<std::chrono::year_month_day>& day) {
    return day ? record::formatLocal(std::chrono::sys_days(*day), std::chrono::minutes(0))
                     .substr(0, 10)
               : std::string("–");
}

// "12 = sealed 10 + given up 1 + open 1"
std::string equationOf(const ProjectSum& sum, bool japanese) {
    std::string text = std::to_string(sum.total) + " = ";
    for (const ProjectSum::Part& part : sum.parts) {
        text += (&part == sum.parts.data() ? "" : " + ") +
                (japanese ? part.japanese : part.english) + " " + std::to_string(part.count);
    }
    return text;
}

Section projectPlanSection(const record::BackFileProject& project,
                           const regulation::ProjectPlan& plan, const Words& say) {
    Section section;
    section.heading = say("計画", "Plan");
    section.brief = true;
    const auto add = [&](std::string name, std::string text) {
        section.facts.push_back({std::move(name), {std::move(text)}});
    };
    add(say("対象", "Scope"), plan.scope);
    add(say("種別", "Classes"), listedAll(plan.classes));
    add(say("期間", "Dates"), planDay(plan.starts) + " – " + planDay(plan.ends));
    add(say("事情", "Hardship"), plan.hardship);
    add(say("委員会", "Committee"), plan.review.committee);
    add(say("情報作成管理者", "Information creation manager"), plan.responsible.manager);
    add(say("診療記録の責任者", "Supervisor"), plan.responsible.supervisor);
    add(say("スキャンする人", "Who scans"), listedAll(plan.organisation.operators));
    add(say("確認する人", "Who inspects"), listedAll(plan.organisation.inspectors));
    add(say("監査人", "Auditor"), plan.audit.name + " (" + plan.audit.affiliation + ")");
    if (plan.contractor) {
        add(say("委託先", "Contractor"), plan.contractor->name);
    }
    section.facts.push_back({say("計画書", "Plan file"), {plan.digest.hex(), Tone::Plain, true}});
    for (const record::PlanVersion& version : project.versions) {
        for (const record::PlanApproval& approval : version.approvals) {
            add(say("承認（版 ", "Approved (version ") + std::to_string(version.version) +
                    say("）", ")"),
                say.person(approval.act.actor) + "　" + say.time(approval.act.at));
        }
    }
    for (const record::ProjectChange& change : project.changes) {
        add(std::string(record::enumName(change.state)),
            say.time(change.act.at) + "　" + say.person(change.act.actor));
    }
    return section;
}

Section sumsSection(const ProjectNumbers& numbers, bool japanese, const Words& say) {
    Section section;
    section.heading = say("数の照合", "The numbers, and what they add up to");
    section.brief = true;
    section.columns = {say("何が", "What"), say("内訳", "Made up of"), say("照合", "Check")};
    section.widths = {0.3, 0.58, 0.12};
    for (const ProjectSum& sum : numbers.sums) {
        section.rows.push_back({{japanese ? sum.japanese : sum.english},
                                {equationOf(sum, japanese)},
                                sum.closes() ? report::Cell{say("一致", "closed"), Tone::Good}
                                             : report::Cell{say("不一致", "OPEN"), Tone::Bad}});
    }
    for (const ProjectCount& count : numbers.counts) {
        section.rows.push_back(
            {{japanese ? count.japanese : count.english}, {std::to_string(count.count)}, {" "}});
    }
    return section;
}

Section projectAuditSection(const record::ProjectAudit& audit, const Words& say) {
    Section section;
    section.heading = say("外部監査", "Audit from outside");
    section.brief = true;
    const auto add = [&](std::string name, std::string text, bool fixed = false) {
        section.facts.push_back({std::move(name), {std::move(text), Tone::Plain, fixed}});
    };
    const record::Auditor& auditor = audit.auditor;
    add(say("監査人", "Auditor"), auditor.name + " (" + auditor.affiliation + ")");
    add(say("資格", "Qualification"), auditor.qualification + " " + auditor.number);
    add(say("独立性", "Independence"), auditor.independence);
    add(say("監査項目", "Items"), listedAll(audit.subjects));
    add(say("母集団", "Population"), std::to_string(audit.population) +
                                         say(" 件、台帳 ", " records, log below entry ") +
                                         std::to_string(audit.size));
    add(say("台帳の根", "Root of the log"), audit.root.hex(), true);
    for (const record::AuditDraw& draw : audit.draws) {
        const bool records = draw.direction == record::AuditDirection::RecordToPaper;
        add(records ? say("種（記録→紙）", "Seed (record to paper)")
                    : say("種（紙→記録）", "Seed (paper to record)"),
            draw.seed.hex(), true);
    }
    section.columns = {say("番号", "Item"), say("結果", "Answer"), say("回答", "Closing word")};
    section.widths = {0.2, 0.4, 0.4};
    for (const record::AuditItem& item : audit.items) {
        if (item.answer == record::AuditAnswer::Same) {
            continue; // counted above
        }
        section.rows.push_back(
            {{std::to_string(item.number)},
             {item.answer ? std::string(record::enumName(*item.answer)) : say("未確認", "open"),
              Tone::Caution},
             {item.settled ? say.time(item.settled->at) + "　" + say.person(item.settled->actor)
                           : std::string("–")}});
    }
    if (audit.closed) {
        section.paragraphs = {say("結論：", "Conclusion: ") + audit.closed->reason};
    }
    return section;
}

report::Document projectDocument(Station& station, const std::string& id,
                                 const ProjectNumbers& numbers, Language language) {
    const Words say(language, station.regulation().calendar.utcOffset);
    ProjectDesk desk(station);
    const record::BackFileProject project = desk.show(id);
    const record::PlanVersion* const inForce = project.inForce();
    const regulation::ProjectPlan plan =
        desk.planOf(inForce != nullptr ? inForce->plan : project.versions.back().plan);
    report::Document document;
    document.language = language;
    document.demo = station.config().demo;
    document.demoMark = say("見本・試験用", "DEMO / TEST");
    document.title = say("過去文書の電子化 実施報告", "Converting old paper: project report");
    document.subtitle = station.regulation().hospital + "　" + project.title;
    document.banner = {numbers.close() ? say("すべての数が一致しています", "Every number adds up")
                                       : say("一致しない数があります", "Numbers do not add up"),
                       numbers.close() ? Tone::Good : Tone::Bad};
    document.sections.push_back(projectPlanSection(project, plan, say));
    document.sections.push_back(sumsSection(numbers, language == Language::Japanese, say));
    for (const record::ProjectAudit& audit : ProjectAuditDesk(station).list(id)) {
        document.sections.push_back(projectAuditSection(audit, say));
    }
    document.foot = say("計画 ", "Project ") + project.id + "　" + say.time(record::readClock());
    return document;
}

std::string csvOf(const ProjectNumbers& numbers, bool japanese) {
    std::string csv = "id,what,part,count,closes\r\n";
    for (const ProjectSum& sum : numbers.sums) {
        csv += sum.id + "," + csvField(japanese ? sum.japanese : sum.english) + ",," +
               std::to_string(sum.total) + "," + (sum.closes() ? "yes" : "no") + "\r\n";
        for (const ProjectSum::Part& part : sum.parts) {
            csv += sum.id + "," + csvField(japanese ? sum.japanese : sum.english) + "," +
                   csvField(japanese ? part.japanese : part.english) + "," +
                   std::to_string(part.count) + ",\r\n";
        }
    }
    for (const ProjectCount& count : numbers.counts) {
        csv += count.id + "," + csvField(japanese ? count.japanese : count.english) + ",," +
               std::to_string(count.count) + ",\r\n";
    }
    return csv;
}

} // namespace

ProjectReport::ProjectReport(Station& station, const std::string& project)
    : m_station(station), m_project(ProjectDesk(station).show(project).id),
      m_numbers(numbersOfProject(station, *station.m_ledger, m_project)) {
}

std::string ProjectReport::text(Language language) {
    return report::briefTextOf(projectDocument(m_station, m_project, m_numbers, language));
}

void ProjectReport::write(const std::filesystem::path& file, Language language) {
    writeReport(file, projectDocument(m_station, m_project, m_numbers, language),
                csvOf(m_numbers, language == Language::Japanese));
}

} // namespace seihon::station
