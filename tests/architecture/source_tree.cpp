#include "source_tree.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace seihon::architecture {

namespace fs = std::filesystem;

std::vector<Include> includesOf(const SourceFile& file) {
    std::vector<Include> includes;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const std::string& line = file.lines[i];
        const std::size_t hash = line.find_first_not_of(" \t");
        if (hash == std::string::npos || line[hash] != '#') {
            continue;
        }
        const std::size_t word = line.find_first_not_of(" \t", hash + 1);
        if (word == std::string::npos || line.compare(word, 7, "include") != 0) {
            continue;
        }
        const std::size_t open = line.find_first_of("\"<", word);
        if (open == std::string::npos) {
            continue;
        }
        const bool quoted = line[open] == '"';
        const std::size_t close = line.find(quoted ? '"' : '>', open + 1);
        if (close != std::string::npos) {
            includes.push_back({i + 1, line.substr(open + 1, close - open - 1), quoted});
        }
    }
    return includes;
}

const SourceFile* find(const SourceTree& tree, const std::string& path) {
    const auto found = std::find_if(tree.begin(), tree.end(),
                                    [&](const SourceFile& file) { return file.path == path; });
    return found == tree.end() ? nullptr : &*found;
}

SourceFile makeFile(std::string path, const std::string& text) {
    SourceFile file{std::move(path), {}};
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        file.lines.push_back(line);
    }
    return file;
}

SourceTree readTree(const fs::path& root) {
    static const std::set<std::string> kText{".cpp",  ".h",   ".c",    ".txt", ".cmake",
                                             ".in",   ".md",  ".toml", ".sh",  ".py",
                                             ".json", ".yml", ".conf"};
    SourceTree tree;
    for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator();
         ++it) {
        const std::string name = it->path().filename().string();
        if (it->is_directory()) {
            const bool top = it->path().parent_path() == root;
            if (name.starts_with(".") || (top && (name == "build" || name == "demo-home"))) {
                it.disable_recursion_pending();
            }
            continue;
        }
        const bool text = kText.contains(it->path().extension().string()) || name == "Makefile";
        if (!text || it->is_symlink()) {
            continue;
        }
        std::ifstream stream(it->path());
        tree.push_back(makeFile(fs::relative(it->path(), root).generic_string(),
                                {std::istreambuf_iterator<char>(stream), {}}));
    }
    std::sort(tree.begin(), tree.end(),
              [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    return tree;
}

} // namespace seihon::architecture
