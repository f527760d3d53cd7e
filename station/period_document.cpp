#include "record/entry_words.h"
#include "report/bar_chart.h"
#include "report/document.h"
#include "report/record_words.h"
#include "station/class_words.h"
#include "station/document_file.h"
#include "station/period_report.h"

// The reports over the log as documents and as CSV.
namespace seihon::station {

using record::Language;
using report::Cell;
using report::Section;
using report::Tone;
using report::Words;

namespace {

constexpr std::size_t kMostRows = 500; // of one table

class WorkPages {
  public:
    WorkPages(const Station& station, const WorkFigures& figures, Language language)
        : m_station(station), m_figures(figures), m_language(language),
          m_say(language, station.regulation().calendar.utcOffset) {}

    report::Document document(const ReportRequest& request) const;

  private:
    std::string nameOfClass(const std::string& id) const;
    std::string titleOf(ReportKind kind) const;
    Section summary() const;
    Section chart() const;
    Section table(const std::string& heading, const std::map<std::string, WorkCount>& counts,
                  bool classes, bool withDelays) const;
    Section late() const;
    Section overrides() const;
    Section unsealed() const;
    Section troubles() const;
    Section samePerson() const;
    Section notable() const;
    Section looks() const;
    Section acts() const;
    // As many as a page bears, each by `rowOf`.
    template <typename List, typename RowOf>
    void addRows(Section& section, const List& all, RowOf rowOf) const {
        for (const auto& one : all) {
            if (section.rows.size() == kMostRows) {
                break;
            }
            section.rows.push_back(rowOf(one));
        }
        cut(section, all.size());
    }
    void cut(Section& section, std::size_t all) const;
    static Cell counted(std::int64_t count, Tone tone) {
        return {std::to_string(count), count > 0 ? tone : Tone::Plain};
    }
    bool calm() const {
        return m_figures.total.late == 0 && m_figures.samePerson.empty() &&
               m_figures.acts.count("WitnessRefused") == 0;
    }

    const Station& m_station;
    const WorkFigures& m_figures;
    Language m_language;
    Words m_say;
};

std::string WorkPages::nameOfClass(const std::string& id) const {
    return classNameOf(m_station.regulation(), id, m_language);
}

std::string WorkPages::titleOf(ReportKind kind) const {
    switch (kind) {
    case ReportKind::Questions:
        return m_say("監査の最初の問い", "What an auditor asks first");
    case ReportKind::Director:
        return m_say("電子化の月次報告", "Digitization, for the director");
    case ReportKind::Work:
        break;
    }
    return m_say("電子化の実施報告", "Digitization report");
}

Section WorkPages::summary() const {
    const WorkCount& all = m_figures.total;
    Section section;
    section.heading = m_say("数", "In numbers");
    section.brief = true;
    const auto add = [&](const char* japanese, const char* english, std::int64_t count,
                         Tone tone = Tone::Plain) {
        section.facts.push_back({m_say(japanese, english), counted(count, tone)});
    };
    add("受け付けた文書", "Papers registered", all.jobs);
    add("封緘した文書", "Papers sealed", all.sealed);
    add("中止した文書", "Papers given up", all.givenUp);
    add("まだ封緘していない文書", "Not sealed yet", all.unsealed(), Tone::Caution);
    add("頁", "Pages", all.pages);
    add("期限を過ぎたもの（理由なし）", "Late, not excused", all.late, Tone::Bad);
    add("期限を過ぎたもの（理由あり）", "Late, excused", all.excused, Tone::Caution);
    add("人が検査の判定に反した件数", "A person's word against a check's", all.overrides,
        Tone::Caution);
    add("差し替え・取り除いた頁", "Rejected or set aside", all.rejected);
    add("読み直した面", "Sides scanned again", all.rescans);
    add("封緘までの時間（中央値、分）", "Minutes until sealed (median)", all.delays.median());
    add("封緘までの時間（最長、分）", "Minutes until sealed (longest)", all.delays.longest());
    add("タイムスタンプが 1 分より遅れた封緘", "Seals whose timestamp took over a minute",
        m_figures.slowTokens, Tone::Caution);
    add("証明が完了していない封緘", "Seals whose proof is not completed", m_figures.uncompleted,
        Tone::Caution);
    add("いま未封緘のもの（全期間）", "Unsealed now, of all times", m_figures.unsealedInAll,
        Tone::Caution);
    return section;
}

Section WorkPages::chart() const {
    Section section;
    section.heading = m_say("日ごとの文書", "Papers by day");
    report::BarChart chart;
    chart.parts = {m_say("封緘", "sealed"), m_say("未封緘", "not sealed"),
                   m_say("期限超過", "late")};
    for (const auto& [day, count] : m_figures.days) {
        const std::int64_t late = std::min(count.late, count.jobs);
        const std::int64_t sealed = std::min(count.sealed, count.jobs - late);
        chart.bars.push_back({day.substr(5), {sealed, count.jobs - late - sealed, late}});
    }
    section.figures.push_back(report::barChart(std::move(chart)));
    return section;
}

// Nobody's speed is in the table of persons [F16].
Section WorkPages::table(const std::string& heading, const std::map<std::string, WorkCount>& counts,
                         bool classes, bool withDelays) const {
    Section section;
    section.heading = heading;
    section.columns = {
        m_say("区分", "Of"),        m_say("文書", "Papers"),       m_say("封緘", "Sealed"),
        m_say("頁", "Pages"),       m_say("超過", "Late"),         m_say("理由あり", "Excused"),
        m_say("人の判断", "Words"), m_say("取り除き", "Rejected"), m_say("読み直し", "Again")};
    section.widths = {0.28, 0.08, 0.08, 0.08, 0.08, 0.1, 0.1, 0.1, 0.1};
    if (withDelays) {
        section.columns.push_back(m_say("分", "Min."));
        section.widths[0] = 0.2;
        section.widths.push_back(0.08);
    }
    for (const auto& [key, count] : counts) {
        std::vector<Cell> row{
            {classes ? nameOfClass(key) : key},      {std::to_string(count.jobs)},
            {std::to_string(count.sealed)},          {std::to_string(count.pages)},
            counted(count.late, Tone::Bad),          counted(count.excused, Tone::Caution),
            counted(count.overrides, Tone::Caution), {std::to_string(count.rejected)},
            {std::to_string(count.rescans)}};
        if (withDelays) {
            row.push_back({std::to_string(count.delays.median())});
        }
        section.rows.push_back(std::move(row));
    }
    return section;
}

void WorkPages::cut(Section& section, std::size_t all) const {
    if (all > section.rows.size()) {
        section.paragraphs.push_back(m_say("ここに示すのは ", "Shown here: ") +
                                     std::to_string(section.rows.size()) + " / " +
                                     std::to_string(all));
    } else if (all == 0) {
        section.columns.clear();
        section.paragraphs.push_back(m_say("ありません。", "None."));
    }
}

Section WorkPages::late() const {
    Section section;
    section.heading = m_say("期限を過ぎた文書", "Late papers");
    section.columns = {m_say("作業", "Job"), m_say("種別", "Class"), m_say("期限", "Deadline"),
                       m_say("理由と決めた人", "Excuse, and who decided")};
    section.widths = {0.3, 0.16, 0.2, 0.34};
    addRows(section, m_figures.late, [&](const WorkLate& one) -> std::vector<Cell> {
        return {{one.job, Tone::Plain, true},
                {nameOfClass(one.documentClass)},
                {m_say.time(one.deadline)},
                one.excuse
                    ? Cell{one.excuse->act.reason + "　" + m_say.person(one.excuse->act.actor)}
                    : Cell{m_say("理由なし", "not excused"), Tone::Bad}};
    });
    return section;
}

Section WorkPages::overrides() const {
    const std::map<std::string, std::string> words = {
        {"as-on-paper", m_say("紙のとおり", "as on paper")},
        {"set-aside", m_say("取り除いた", "set aside")},
        {"recount", m_say("数え直した", "counted again")},
        {"moved", m_say("順を直した", "put in order")}};
    Section section;
    section.heading = m_say("人が検査の判定に反したもの", "A person's word against a check's");
    section.columns = {m_say("作業", "Job"), m_say("何を", "What"), m_say("だれが", "Who"),
                       m_say("理由", "Reason")};
    section.widths = {0.3, 0.18, 0.2, 0.32};
    addRows(section, m_figures.overrides, [&](const WorkOverride& one) -> std::vector<Cell> {
        const std::string page =
            one.page == 0 ? std::string() : m_say("頁 ", "page ") + std::to_string(one.page) + " ";
        return {{one.job, Tone::Plain, true},
                {page + words.at(one.what)},
                {m_say.person(one.who)},
                {one.reason}};
    });
    return section;
}

Section WorkPages::unsealed() const {
    Section section;
    section.heading = m_say("いま封緘していない文書（古い順）", "Unsealed now, the oldest first");
    section.columns = {m_say("作業", "Job"), m_say("種別", "Class"), m_say("受付", "Registered"),
                       m_say("状態", "State")};
    section.widths = {0.34, 0.2, 0.24, 0.22};
    for (const WorkOpen& one : m_figures.unsealed) {
        const bool late = one.standing == regulation::WindowStanding::Late;
        section.rows.push_back({{one.job, Tone::Plain, true},
                                {nameOfClass(one.documentClass)},
                                {m_say.time(one.registeredAt), late ? Tone::Bad : Tone::Plain},
                                {std::string(record::wordFor(one.state, m_language))}});
    }
    cut(section, static_cast<std::size_t>(m_figures.unsealedInAll));
    return section;
}

Section WorkPages::troubles() const {
    Section section;
    section.heading = m_say("困りごと", "Troubles");
    section.columns = {m_say("何が", "What"), m_say("どこで", "Where"), m_say("回数", "Times")};
    section.widths = {0.5, 0.38, 0.12};
    addRows(section, m_figures.troubles, [&](const WorkTrouble& one) -> std::vector<Cell> {
        return {{record::generalWords(one.what, m_language)},
                {one.where.empty() ? "–" : one.where},
                {std::to_string(one.count)}};
    });
    return section;
}

Section WorkPages::samePerson() const {
    Section section;
    section.heading = m_say("同じ人が読み取り、承認したもの", "Scanned and accepted by one person");
    section.columns = {m_say("作業", "Job"), m_say("だれが", "Who")};
    section.widths = {0.5, 0.5};
    for (const WorkSamePerson& one : m_figures.samePerson) {
        section.rows.push_back({{one.job, Tone::Bad, true}, {m_say.person(one.who)}});
    }
    cut(section, m_figures.samePerson.size());
    return section;
}

Section WorkPages::notable() const {
    Section section;
    section.heading =
        m_say("規程・人・非常・削除・復元", "Rules, people, emergencies, deletions, restores");
    section.columns = {m_say("いつ", "When"), m_say("何を", "What"), m_say("だれが", "Who"),
                       m_say("台帳", "Entry")};
    section.widths = {0.26, 0.34, 0.28, 0.12};
    addRows(section, m_figures.notable, [&](const record::Entry& entry) -> std::vector<Cell> {
        const bool refused = entry.what.verdict && !entry.what.verdict->permitted();
        return {{m_say.time(entry.at)},
                {std::string(record::wordFor(entry.what.kind, m_language)),
                 refused ? Tone::Bad : Tone::Plain},
                {m_say.person(entry.what.actor)},
                {std::to_string(entry.sequence)}};
    });
    return section;
}

// What an auditor asks second: who saw and took what [F5, F6].
Section WorkPages::looks() const {
    Section section;
    section.heading =
        m_say("閲覧・検索・書き出し・持ち出し", "Looked at, searched, exported, taken away");
    section.columns = {m_say("だれが", "Who"), m_say("何を", "What"), m_say("回数", "Times")};
    section.widths = {0.36, 0.5, 0.14};
    addRows(section, m_figures.looks, [&](const auto& one) -> std::vector<Cell> {
        const WorkLook& look = one.first;
        const std::string who =
            look.who.empty() ? m_say("名乗らない人", "nobody said who") : look.who;
        return {{look.proven ? who : who + m_say("（ログインなし）", " (no login)"),
                 look.proven ? Tone::Plain : Tone::Caution},
                {std::string(record::wordFor(look.kind, m_language))},
                {std::to_string(one.second)}};
    });
    return section;
}

Section WorkPages::acts() const {
    Section section;
    section.heading = m_say("台帳の記載の数", "Entries of the log");
    section.columns = {m_say("何を", "What"), m_say("回数", "Times")};
    section.widths = {0.8, 0.2};
    for (const auto& [kind, count] : m_figures.acts) {
        const auto known = record::enumFromName<record::EntryKind>(kind);
        section.rows.push_back({{known ? std::string(record::wordFor(*known, m_language)) : kind},
                                {std::to_string(count)}});
    }
    cut(section, m_figures.acts.size());
    return section;
}

report::Document WorkPages::document(const ReportRequest& request) const {
    report::Document document;
    document.language = m_language;
    document.demo = m_station.config().demo;
    document.demoMark = m_say("見本・試験用", "DEMO / TEST");
    document.title = titleOf(request.kind);
    document.subtitle = m_station.regulation().hospital + "　" +
                        m_say.time(m_figures.from).substr(0, 10) + " – " +
                        m_say.time(m_figures.until - std::chrono::seconds(1)).substr(0, 10);
    if (m_figures.madeAt < m_figures.until) {
        document.subtitle += m_say("　期間の途中（", "　not over yet (as of ") +
                             m_say.time(m_figures.madeAt) + m_say(" まで）", ")");
    }
    document.banner =
        m_figures.madeAt < m_figures.from
            ? Cell{m_say("まだ始まっていない期間です", "The period has not begun"), Tone::Caution}
        : calm() ? Cell{m_say("期限を過ぎて理由のないものはありません",
                              "Nothing is late without an excuse"),
                        Tone::Good}
                 : Cell{m_say("確かめるべきものがあります", "There is something to look into"),
                        Tone::Bad};
    std::vector<Section>& sections = document.sections;
    sections.push_back(summary());
    if (request.kind != ReportKind::Questions) {
        sections.push_back(chart());
        sections.push_back(table(m_say("種別ごと", "By class"), m_figures.classes, true, true));
    }
    if (request.kind == ReportKind::Work) {
        sections.push_back(table(m_say("日ごと", "By day"), m_figures.days, false, true));
        sections.push_back(table(m_say("人ごと（読み取り）", "By person who scanned"),
                                 m_figures.people, false, false));
        sections.push_back(
            table(m_say("スキャナごと", "By scanner"), m_figures.devices, false, true));
    }
    if (request.kind != ReportKind::Director) {
        sections.push_back(late());
        sections.push_back(overrides());
        sections.push_back(samePerson());
        sections.push_back(unsealed());
        sections.push_back(notable());
        sections.push_back(looks());
    }
    sections.push_back(troubles());
    if (request.kind == ReportKind::Work) {
        sections.push_back(acts());
    }
    document.foot = m_say("規程 ", "Regulation ") + m_station.regulation().version + "　" +
                    m_say("台帳 ", "log of ") + std::to_string(m_figures.logSize) +
                    m_say(" 件　", " entries　") + m_say.time(m_figures.madeAt);
    return document;
}

} // namespace

report::Document workDocument(const Station& station, const ReportRequest& request,
                              const WorkFigures& figures, Language language) {
    return WorkPages(station, figures, language).document(request);
}

// One table for machines: what a row is about, its key, a name, a value.
std::string workCsv(const WorkFigures& figures) {
    std::string csv = "table,key,what,value\r\n";
    const auto add = [&](const std::string& table, const std::string& key, const WorkCount& count,
                         bool person) {
        const std::vector<std::pair<const char*, std::int64_t>> values = {
            {"jobs", count.jobs},         {"sealed", count.sealed},
            {"given-up", count.givenUp},  {"unsealed", count.unsealed()},
            {"pages", count.pages},       {"late", count.late},
            {"excused", count.excused},   {"overrides", count.overrides},
            {"rejected", count.rejected}, {"rescans", count.rescans}};
        for (const auto& [what, value] : values) {
            csv += csvLine({table, key, what, std::to_string(value)});
        }
        if (!person) { // nobody's speed [F16]
            csv += csvLine({table, key, "median-minutes", std::to_string(count.delays.median())});
            csv += csvLine({table, key, "longest-minutes", std::to_string(count.delays.longest())});
        }
    };
    add("total", "", figures.total, false);
    for (const auto& [table, counts] : {std::pair{"day", &figures.days},
                                        {"class", &figures.classes},
                                        {"device", &figures.devices}}) {
        for (const auto& [key, count] : *counts) {
            add(table, key, count, false);
        }
    }
    for (const auto& [user, count] : figures.people) {
        add("person", user, count, true);
    }
    for (const WorkLate& one : figures.late) {
        csv += csvLine({"late", one.job, one.excuse ? "excused" : "not-excused",
                        one.excuse ? one.excuse->act.reason : ""});
    }
    for (const WorkOverride& one : figures.overrides) {
        csv += csvLine({"override", one.job, one.what, one.who.user + ": " + one.reason});
    }
    for (const WorkTrouble& one : figures.troubles) {
        csv += csvLine({"trouble", one.where, one.what, std::to_string(one.count)});
    }
    for (const WorkOpen& one : figures.unsealed) {
        csv += csvLine({"unsealed", one.job, std::string(record::enumName(one.state)),
                        record::formatInstant(one.registeredAt)});
    }
    for (const auto& [kind, count] : figures.acts) {
        csv += csvLine({"entries", "", kind, std::to_string(count)});
    }
    for (const auto& [look, count] : figures.looks) {
        csv += csvLine({look.proven ? "look" : "look-without-login", look.who,
                        std::string(record::enumName(look.kind)), std::to_string(count)});
    }
    return csv;
}

} // namespace seihon::station
