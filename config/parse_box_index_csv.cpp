#include "config/box_index.h"
#include "record/clean_text.h"
#include "record/fault.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace seihon::config {

using record::BoxFolder;
using record::BoxTab;

namespace {

constexpr std::size_t kMostCsvBytes = 1u << 20;
constexpr std::size_t kMostCellBytes = 300;
constexpr std::size_t kMostClassBytes = 64;
constexpr std::int64_t kMostSheetsOfTab = 10'000;
constexpr std::array<std::string_view, 6> kIndexColumns{"folder", "patient", "patient_name",
                                                        "class",  "sheets",  "duplex"};
enum IndexColumn : std::size_t { Number, PatientId, PatientName, Class, Sheets, Duplex };

// RFC 4180, a line at a time; no field spans lines, as none of these has to.
class IndexCsv {
  public:
    IndexCsv(std::string_view text, const std::string& file) : m_rest(text), m_file(file) {
        if (text.size() > kMostCsvBytes) {
            refuseAt(0, "the file has more than 1 MiB");
        }
        if (m_rest.starts_with("\xef\xbb\xbf")) { // as spreadsheets write it
            m_rest.remove_prefix(3);
        }
    }

    // The fields of the next line; false at the end.
    bool next() {
        if (m_rest.empty()) {
            return false;
        }
        ++m_line;
        for (m_column = 0; m_column < kIndexColumns.size(); ++m_column) {
            m_cells[m_column] = takeCell();
            const bool last = m_column + 1 == kIndexColumns.size();
            if (!last && !take(",")) {
                atLineEnd() ? refuseAt(m_column + 1, "is missing")
                            : refuseAt(m_column, "a comma must follow");
            }
        }
        m_column = kIndexColumns.size() - 1;
        if (!take("\r\n") && !take("\n") && !m_rest.empty()) {
            refuseAt(m_column, "is the last one: the line must end after it");
        }
        return true;
    }

    std::int64_t line() const { return m_line; }
    const std::string& cell(IndexColumn column) const { return m_cells[column]; }

    std::string words(IndexColumn column, std::size_t mostBytes = kMostCellBytes) const {
        if (m_cells[column].empty()) {
            refuseAt(column, "is empty");
        }
        return atMost(column, mostBytes);
    }
    std::string atMost(IndexColumn column, std::size_t mostBytes) const {
        if (m_cells[column].size() > mostBytes) {
            refuseAt(column, "is too long");
        }
        return m_cells[column];
    }
    std::int64_t count(IndexColumn column, std::int64_t most) const {
        const std::string& text = m_cells[column];
        std::int64_t number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 1 ||
            number > most || text.front() == '0') {
            refuseAt(column, "must be a number from 1 to " + std::to_string(most));
        }
        return number;
    }
    bool flag(IndexColumn column) const { // a spreadsheet writes it in capitals
        const std::string& text = m_cells[column];
        if (text == "true" || text == "TRUE") {
            return true;
        }
        if (!text.empty() && text != "false" && text != "FALSE") {
            refuseAt(column, "must be true, false or empty");
        }
        return false;
    }

    [[noreturn]] void refuseAt(std::size_t column, const std::string& why) const {
        const std::string line = std::to_string(std::max<std::int64_t>(m_line, 1));
        const std::string reason =
            "column " + std::to_string(column + 1) +
            (column < kIndexColumns.size() ? " (" + std::string(kIndexColumns[column]) + ")" : "") +
            ": " + why;
        throw record::Fault(record::FaultKind::ConfigInvalid, m_file + ":" + line + ": " + reason,
                            {{"file", m_file},
                             {"line", line},
                             {"column", std::to_string(column + 1)},
                             {"reason", reason}});
    }

  private:
    bool take(std::string_view wanted) {
        if (!m_rest.starts_with(wanted)) {
            return false;
        }
        m_rest.remove_prefix(wanted.size());
        return true;
    }
    bool atLineEnd() const {
        return m_rest.empty() || m_rest.starts_with('\n') || m_rest.starts_with("\r\n");
    }
    std::string takeCell() {
        std::string cell;
        if (take("\"")) {
            for (bool open = true; open;) {
                const std::size_t end = m_rest.find('"');
                if (end == m_rest.npos ||
                    m_rest.substr(0, end).find_first_of("\r\n") != m_rest.npos) {
                    refuseAt(m_column, "a quotation mark is not closed on its line");
                }
                cell += m_rest.substr(0, end);
                m_rest.remove_prefix(end + 1);
                open = take("\"");
                cell += open ? "\"" : "";
            }
        } else {
            const std::size_t end = std::min(m_rest.find_first_of(",\r\n\""), m_rest.size());
            cell = m_rest.substr(0, end);
            m_rest.remove_prefix(end);
        }
        if (record::cleanText(cell) != cell) { // also a spreadsheet's own encoding
            refuseAt(m_column, "is no clean text in UTF-8");
        }
        return cell;
    }

    std::string_view m_rest;
    const std::string& m_file;
    std::int64_t m_line = 0;
    std::size_t m_column = 0;
    std::array<std::string, kIndexColumns.size()> m_cells;
};

void readHeader(IndexCsv& csv) {
    if (!csv.next()) {
        csv.refuseAt(0, "the first line must name the columns");
    }
    for (std::size_t i = 0; i < kIndexColumns.size(); ++i) {
        if (csv.cell(static_cast<IndexColumn>(i)) != kIndexColumns[i]) {
            csv.refuseAt(i, "the first line must name this column");
        }
    }
}

// The folder that the line is about: the one of the line before, or a new one.
BoxFolder& folderOfLine(const IndexCsv& csv, std::vector<BoxFolder>& folders) {
    const std::int64_t number = csv.count(Number, record::kMostFolders);
    const record::Patient patient{csv.words(PatientId), csv.atMost(PatientName, kMostCellBytes)};
    if (!folders.empty() && folders.back().number == number) {
        if (folders.back().patient.id != patient.id) {
            csv.refuseAt(PatientId, "is another one than in the line before, of the same folder");
        }
        if (folders.back().patient.name != patient.name) {
            csv.refuseAt(PatientName, "is another one than in the line before, of the same folder");
        }
        return folders.back();
    }
    for (const BoxFolder& other : folders) {
        if (other.number == number) {
            csv.refuseAt(Number, "this folder is there twice: its tabs stand one below the other");
        }
    }
    BoxFolder folder;
    folder.number = number;
    folder.patient = patient;
    return folders.emplace_back(std::move(folder));
}

} // namespace

std::vector<BoxFolder> parseBoxIndexCsv(std::string_view text, const std::string& fileName) {
    IndexCsv csv(text, fileName);
    readHeader(csv);
    std::vector<BoxFolder> folders;
    while (csv.next()) {
        BoxFolder& folder = folderOfLine(csv, folders);
        BoxTab tab;
        tab.number = std::ssize(folder.tabs) + 1;
        tab.documentClass = csv.words(Class, kMostClassBytes);
        tab.sheets = csv.count(Sheets, kMostSheetsOfTab);
        tab.duplex = csv.flag(Duplex);
        if (tab.number > record::kMostTabs) {
            csv.refuseAt(Number, "a folder has from 1 to 50 tabs");
        }
        folder.tabs.push_back(std::move(tab));
    }
    return folders;
}

} // namespace seihon::config
