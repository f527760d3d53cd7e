#include "capture/paperfeed/tray.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace seihon::capture::paperfeed {

namespace fs = std::filesystem;

namespace {

// At once: character by character took longer than decoding the sheet.
std::optional<std::string> readText(const fs::path& path) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in) {
        return std::nullopt;
    }
    std::string text(static_cast<std::size_t>(std::max<std::streamoff>(in.tellg(), 0)), '\0');
    in.seekg(0).read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    return text;
}

bool isImage(const fs::path& name) {
    std::string extension = name.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    constexpr std::array known{".png", ".tif", ".tiff", ".jpg", ".jpeg"};
    return std::any_of(known.begin(), known.end(),
                       [&](const char* candidate) { return extension == candidate; });
}

// "0002~1.front.png" for a name that is taken: the base changes, so the pair still fits together.
std::string numbered(const std::string& name, int number) {
    const std::size_t dot = name.find('.');
    const std::string mark = "~" + std::to_string(number);
    return dot == std::string::npos ? name + mark : name.substr(0, dot) + mark + name.substr(dot);
}

} // namespace

std::vector<ConfiguredDevice> parseConfig(const std::string& text) {
    std::vector<ConfiguredDevice> devices;
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string keyword;
        ConfiguredDevice device;
        std::string folder;
        if (words >> keyword >> device.name && keyword == "device" &&
            std::getline(words >> std::ws, folder)) {
            folder.erase(folder.find_last_not_of(" \t\r") + 1);
            device.folder = folder;
            devices.push_back(std::move(device));
        }
    }
    return devices;
}

std::vector<ConfiguredDevice> readConfig() {
    const char* folders = std::getenv("SANE_CONFIG_DIR");
    std::istringstream list(folders != nullptr ? folders : "/etc/sane.d");
    std::string folder;
    while (std::getline(list, folder, ':')) {
        if (const auto text = readText(fs::path(folder) / "paperfeed.conf")) {
            return parseConfig(*text);
        }
    }
    return {};
}

Tray::Tray(fs::path folder) : m_folder(std::move(folder)) {
}

std::vector<Sheet> Tray::sheetsIn(const char* part) const {
    std::vector<std::string> names;
    std::error_code gone;
    for (fs::directory_iterator it(m_folder / part, gone), end; !gone && it != end;
         it.increment(gone)) {
        if (isImage(it->path().filename())) {
            names.push_back(it->path().filename().string());
        }
    }
    std::sort(names.begin(), names.end());
    // Only a .front and a .back file of the same base belong together.
    std::vector<Sheet> sheets;
    std::map<std::string, std::size_t> pairs;
    for (const std::string& name : names) {
        const fs::path stem = fs::path(name).stem();
        const std::string side = stem.extension().string();
        if (side != ".front" && side != ".back") {
            sheets.push_back({stem.string(), name, ""});
            continue;
        }
        const std::string base = stem.stem().string();
        const auto known = pairs.find(base);
        const bool front = side == ".front";
        if (known != pairs.end()) {
            std::string& place = front ? sheets[known->second].front : sheets[known->second].back;
            if (place.empty()) {
                place = name;
                continue;
            }
        }
        pairs[base] = sheets.size();
        sheets.push_back(front ? Sheet{base, name, ""} : Sheet{base, "", name});
    }
    std::stable_sort(sheets.begin(), sheets.end(),
                     [](const Sheet& a, const Sheet& b) { return a.base < b.base; });
    return sheets;
}

std::optional<std::string> Tray::readSide(const char* part, const std::string& name) const {
    return readText(m_folder / part / name);
}

std::string Tray::readEvents(const Sheet& sheet) const {
    return readText(m_folder / "tray" / (sheet.base + ".event")).value_or("");
}

std::string Tray::moveFile(const fs::path& from, const std::string& name) const {
    const fs::path out = m_folder / "out";
    fs::create_directories(out);
    for (int number = 0; number < 10'000; ++number) {
        const fs::path to = out / (number == 0 ? name : numbered(name, number));
        if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
            return to.filename().string();
        }
        if (errno == ENOENT) {
            return "";
        }
        if (errno != EEXIST) {
            throw std::system_error(errno, std::generic_category(), "cannot move " + to.string());
        }
    }
    throw std::runtime_error("no free name for " + name);
}

bool Tray::moveOut(const Sheet& sheet) const {
    bool moved = true;
    Sheet now{sheet.base, "", ""};
    for (const auto& [name, place] :
         {std::pair{&sheet.front, &now.front}, std::pair{&sheet.back, &now.back}}) {
        if (!name->empty()) {
            *place = moveFile(m_folder / "tray" / *name, *name);
            moved = moved && !place->empty();
        }
    }
    std::ofstream(m_folder / "last-sheet") << now.base << '\n'
                                           << now.front << '\n'
                                           << now.back << '\n';
    return moved;
}

std::optional<Sheet> Tray::lastOut() const {
    std::istringstream lines(readText(m_folder / "last-sheet").value_or(""));
    Sheet sheet;
    if (!std::getline(lines, sheet.base) || !std::getline(lines, sheet.front) ||
        !std::getline(lines, sheet.back)) {
        return std::nullopt;
    }
    return sheet;
}

void Tray::consumeEvents(const Sheet& sheet) const {
    moveFile(m_folder / "tray" / (sheet.base + ".event"), sheet.base + ".event.done");
}

bool Tray::state(const char* name) const {
    std::istringstream lines(readText(m_folder / "state").value_or(""));
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string key;
        int value = 0;
        if (words >> key >> value && key == name && value == 1) {
            return true;
        }
    }
    return false;
}

void Tray::setState(const char* name) const {
    std::ofstream(m_folder / "state", std::ios::app) << name << " 1\n";
}

Identity Tray::identity(const std::string& name) const {
    Identity identity;
    identity.serial = "DEMO-" + name;
    std::istringstream lines(readText(m_folder / "identity").value_or(""));
    std::string key;
    std::string value;
    while (lines >> key && std::getline(lines >> std::ws, value)) {
        for (const auto& [known, place] :
             {std::pair{"vendor", &identity.vendor}, std::pair{"model", &identity.model},
              std::pair{"serial", &identity.serial}, std::pair{"firmware", &identity.firmware}}) {
            if (key == known) {
                *place = value == "-" ? "" : value; // a lone dash: it does not say
            }
        }
    }
    return identity;
}

std::vector<OptionQuirk> Tray::quirks() const {
    return parseQuirks(readText(m_folder / "options").value_or(""));
}

std::vector<OptionQuirk> parseQuirks(const std::string& text) {
    std::vector<OptionQuirk> quirks;
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
        line = line.substr(0, line.find('#'));
        std::istringstream words(line);
        std::string kind;
        OptionQuirk quirk;
        if (!(words >> kind)) {
            continue;
        }
        quirk.stuck = kind == "stuck";
        if ((!quirk.stuck && kind != "start") || !(words >> quirk.name) ||
            !std::getline(words >> std::ws, quirk.value)) {
            throw std::runtime_error("unknown line in options: " + line);
        }
        quirks.push_back(std::move(quirk));
    }
    return quirks;
}

} // namespace seihon::capture::paperfeed
