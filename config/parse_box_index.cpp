#include "config/box_index.h"
#include "config/toml_reader.h"

#include <algorithm>

namespace seihon::config {

using record::BoxFolder;
using record::BoxTab;

namespace {

constexpr std::int64_t kMostTabSheets = 10'000;
constexpr std::size_t kLongestBoxText = 300; // bytes

std::string boxText(TableReader& table, std::string_view key, TextKind kind) {
    std::string text = table.text(key, kind);
    if (text.size() > kLongestBoxText) {
        table.refuseHere(key, "is too long");
    }
    return text;
}

BoxTab readTab(TableReader& table, std::int64_t number) {
    BoxTab tab;
    tab.number = number;
    tab.documentClass = table.text("class", TextKind::Identifier);
    tab.sheets = table.integer("sheets", {1, kMostTabSheets});
    tab.duplex = table.has("duplex") && table.flag("duplex");
    table.finish();
    return tab;
}

BoxFolder readFolder(TableReader& table) {
    BoxFolder folder;
    folder.number = table.integer("number", {1, record::kMostFolders});
    folder.patient.id = boxText(table, "patient", TextKind::Words);
    if (table.has("patient_name")) {
        folder.patient.name = boxText(table, "patient_name", TextKind::MayBeEmpty);
    }
    for (TableReader& tab : table.tables("tab")) {
        folder.tabs.push_back(readTab(tab, static_cast<std::int64_t>(folder.tabs.size()) + 1));
    }
    if (folder.tabs.empty() || static_cast<std::int64_t>(folder.tabs.size()) > record::kMostTabs) {
        table.refuseHere("number", "a folder has from 1 to 50 tabs");
    }
    table.finish();
    return folder;
}

} // namespace

std::vector<BoxFolder> parseBoxIndex(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "the file");
    std::vector<BoxFolder> folders;
    for (TableReader& table : root.tables("folder")) {
        BoxFolder folder = readFolder(table);
        if (std::any_of(folders.begin(), folders.end(),
                        [&](const BoxFolder& other) { return other.number == folder.number; })) {
            table.refuseHere("number", "this folder is there twice");
        }
        folders.push_back(std::move(folder));
        if (static_cast<std::int64_t>(folders.size()) > record::kMostFolders) {
            table.refuseHere("number", "a box has at most 1000 folders");
        }
    }
    root.finish();
    return folders;
}

} // namespace seihon::config
