#include "batch_home.h"

#include "day_paper.h"
#include "record/cover_code.h"
#include "report/png.h"
#include "report/separator_sheet.h"

#include <gtest/gtest.h>

namespace seihon::cli_test {

BatchHome::BatchHome() : BatchHome({"P-1", "P-2", "P-3"}, index()) {
}

BatchHome::BatchHome(const std::vector<std::string>& patients, const std::string& index)
    : m_project(running()) {
    for (const std::string& patient : patients) {
        agrees(m_project, patient);
    }
    const Result opened =
        as("clerk", {"box", "open", "--number", "B-12", "--project", m_project, "--folders",
                     std::to_string(patients.size()), "--seal", "S-100"});
    EXPECT_EQ(opened.code, 0) << opened.out << opened.err;
    m_box = opened.json().at("box").asString();
    const auto file =
        path().parent_path() / (index.starts_with("folder,") ? "index.csv" : "index.toml");
    writeFile(file, index);
    const Result added = act("clerk", "folder add", {"--index", file.string()});
    EXPECT_EQ(added.code, 0) << added.out << added.err;
}

int BatchHome::layStack(const std::vector<std::string>& sheets) const {
    const int first = m_laid + 1;
    for (const std::string& said : sheets) {
        const std::size_t event = std::min(said.find('!'), said.size());
        const std::string sheet = said.substr(0, event);
        const std::string digits = std::to_string(++m_laid);
        const std::string number = std::string(4 - digits.size(), '0') + digits;
        writeFile(tray() / (number + ".png"), pngOf(sheet));
        if (event < said.size()) {
            planEvent(number, said.substr(event + 1));
        }
    }
    return first;
}

void BatchHome::useWholeSheets() {
    m_whole = true;
    const Result printed = act("clerk", "box separators", {"--out", pool().string()});
    EXPECT_EQ(printed.code, 0) << printed.out << printed.err;
}

std::string BatchHome::pngOf(const std::string& sheet) const {
    if (sheet[0] == 's' || sheet[0] == 'p') {
        const int thousands = sheet[0] == 'p' ? 5000 : 0;
        return drawSheet(thousands + std::stoi(sheet.substr(1)), DaySheetKind::Letter).png;
    }
    if (sheet == "other") {
        return slipOf(m_other, "1", "1");
    }
    const std::size_t dash = sheet.find('-');
    const std::string folder = sheet.substr(0, dash), tab = sheet.substr(dash + 1);
    if (!m_whole) {
        return slipOf(m_box, folder, tab);
    }
    return readFile(pool() / (std::string(4 - folder.size(), '0') + folder + "-" +
                              std::string(2 - tab.size(), '0') + tab + ".png"));
}

std::string BatchHome::slipOf(const std::string& box, const std::string& folder,
                              const std::string& tab) const {
    report::SeparatorSheet sheet;
    sheet.code = record::codeOfSeparator(box, std::stoi(folder), std::stoi(tab));
    const std::vector<std::uint8_t> png = report::encodePng(report::separatorSlip(sheet, 300));
    return {png.begin(), png.end()};
}

void BatchHome::putBackFrom(int sheet) const {
    for (int i = sheet; i <= m_laid; ++i) {
        const std::string digits = std::to_string(i);
        putBack(std::string(4 - digits.size(), '0') + digits);
    }
}

Result BatchHome::feed(const std::vector<std::string>& more) const {
    std::vector<std::string> args{"--attest-complete"};
    if (!m_whole) {
        args.insert(args.end(), {"--area", std::to_string(report::kSlipWide + 2) + "x" +
                                               std::to_string(report::kSlipHigh + 2)});
    }
    args.insert(args.end(), more.begin(), more.end());
    return act("clerk", "batch scan", args);
}

std::vector<std::string> BatchHome::troubles() const {
    std::vector<std::string> troubles;
    const record::Json all = shown();
    for (const record::Json& one : all.at("exceptions").asArray()) {
        troubles.push_back(one.at("trouble").asString());
    }
    return troubles;
}

std::string BatchHome::jobOf(std::size_t folder, std::size_t tab) const {
    const record::Json all = shown();
    const auto& jobs = all.at("folders").asArray().at(folder - 1).at("tabs").asArray().at(tab - 1);
    return jobs.at("jobs").asArray().back().asString();
}

void BatchHome::finished(const std::string& job) const {
    for (const auto& [user, verb, more] :
         {std::tuple("clerk", "compare", "--same"), std::tuple("clerk", "submit", ""),
          std::tuple("manager", "accept", "")}) {
        std::vector<std::string> args{"job", verb, job};
        if (*more != 0) {
            args.emplace_back(more);
        }
        const Result done = as(user, args);
        EXPECT_EQ(done.code, 0) << verb << done.out << done.err;
    }
    (void)inspected(job);
}

std::string BatchHome::index() {
    return "[[folder]]\nnumber = 1\npatient = \"P-1\"\npatient_name = \"Name of P-1\"\n"
           "[[folder.tab]]\nclass = \"old-chart\"\nsheets = 2\n"
           "[[folder.tab]]\nclass = \"old-chart\"\nsheets = 1\n"
           "[[folder]]\nnumber = 2\npatient = \"P-2\"\n"
           "[[folder.tab]]\nclass = \"old-chart\"\nsheets = 2\n"
           "[[folder]]\nnumber = 3\npatient = \"P-3\"\n"
           "[[folder.tab]]\nclass = \"old-chart\"\nsheets = 1\n";
}

Result BatchHome::act(const std::string& user, const std::string& verb,
                      const std::vector<std::string>& more) const {
    const std::size_t space = verb.find(' ');
    std::vector<std::string> args{verb.substr(0, space), verb.substr(space + 1), m_box};
    args.insert(args.end(), more.begin(), more.end());
    return as(user, args);
}

record::Json BatchHome::shown() const {
    return seihon({"box", "show", m_box}).json();
}

std::int64_t BatchHome::sum(const char* member, std::size_t folder) const {
    const record::Json all = shown();
    return (folder == 0 ? all : all.at("folders").asArray().at(folder - 1))
        .at("sum")
        .at(member)
        .asInt();
}

} // namespace seihon::cli_test
