#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::architecture {

struct SourceFile {
    std::string path; // from the root, forward slashes
    std::vector<std::string> lines;

    std::string folder() const { return path.substr(0, path.rfind('/') + 1); }
    bool isHeader() const { return path.ends_with(".h"); }
    bool isCode() const { return isHeader() || path.ends_with(".cpp"); }
};

using SourceTree = std::vector<SourceFile>;

struct Include {
    std::size_t line = 0; // from 1
    std::string name;     // between the quotes or angle brackets
    bool quoted = false;
};

std::vector<Include> includesOf(const SourceFile& file);
const SourceFile* find(const SourceTree& tree, const std::string& path);

// A text file of the project as lines, also for files made in a test.
SourceFile makeFile(std::string path, const std::string& text);

// Every text file of the project, but for what builds and homes leave there.
SourceTree readTree(const std::filesystem::path& root);

} // namespace seihon::architecture
