#include "signing/findings.h"
#include "signing/manifest_names.h"
#include "signing/zip_file.h"
#include "signing/zip_format.h"

#include <algorithm>
#include <map>

namespace seihon::signing {

namespace {

using record::FindingId;

std::string inLowerCase(std::string_view name) {
    std::string lower(name);
    for (char& c : lower) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return lower;
}

bool hasPart(std::string_view name, std::string_view part) {
    while (true) {
        const std::size_t end = name.find('/');
        if (name.substr(0, end) == part) {
            return true;
        }
        if (end == name.npos) {
            return false;
        }
        name.remove_prefix(end + 1);
    }
}

// Why a name is unsafe; empty when it is not.
const char* unsafeBecause(std::string_view name) {
    const auto control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    };
    const auto beyondAscii = [](char c) {
        return static_cast<unsigned char>(c) >= 0x80;
    };
    if (name.empty() || name.size() > zip::kMaxNameBytes) {
        return "its length";
    }
    if (std::any_of(name.begin(), name.end(), control)) {
        return "a control character";
    }
    // One name can have several spellings in Unicode (NFC, NFD), and old tools read code pages.
    if (std::any_of(name.begin(), name.end(), beyondAscii)) {
        return "not ASCII";
    }
    if (name.find('\\') != name.npos) {
        return "a backslash";
    }
    if (name.front() == '/') {
        return "an absolute path";
    }
    if (name.back() == '/') {
        return "a folder of its own";
    }
    if (hasPart(name, "..")) {
        return "a path that leads upwards";
    }
    if (hasPart(name, ".") || hasPart(name, "")) {
        return "an empty part";
    }
    return isSafePath(name) ? "" : "an unusual character";
}

} // namespace

record::Verdict judgeZipNames(const std::vector<ZipEntry>& entries) {
    record::Verdict verdict;
    struct Seen {
        std::string name;
        bool folder = false;
    };
    std::map<std::string, Seen> known; // by lower case
    // A name in use for something else; folders are implied by the names of their files.
    const auto clash = [&](const std::string& name, bool folder) -> const char* {
        const auto [at, fresh] = known.emplace(inLowerCase(name), Seen{name, folder});
        if (fresh || (folder && at->second.folder && at->second.name == name)) {
            return nullptr;
        }
        if (at->second.name != name) {
            return "upper and lower case";
        }
        return at->second.folder == folder ? "the same name twice" : "a file and a folder";
    };
    for (const ZipEntry& entry : entries) {
        if (const char* why = unsafeBecause(entry.name); *why != '\0') {
            refuse(verdict, FindingId::ContainerNameUnsafe, why, RecordFiles::shown(entry.name));
            continue;
        }
        const char* why = clash(entry.name, false);
        for (std::size_t slash = entry.name.find('/'); slash != std::string::npos && why == nullptr;
             slash = entry.name.find('/', slash + 1)) {
            why = clash(entry.name.substr(0, slash), true);
        }
        if (why != nullptr) {
            refuse(verdict, FindingId::ContainerNameTwice, why, entry.name);
        }
    }
    return verdict;
}

} // namespace seihon::signing
