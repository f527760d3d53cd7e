#include "rules.h"

#include <algorithm>
#include <initializer_list>
#include <regex>
#include <set>

namespace seihon::architecture {

namespace {

constexpr std::size_t kLongestFile = 450;

std::string placeOf(const SourceFile& file, std::size_t line) {
    return file.path + ":" + std::to_string(line);
}

bool startsWithOneOf(const std::string& text, const std::vector<std::string>& beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](const std::string& beginning) { return text.starts_with(beginning); });
}

bool isTest(const SourceFile& file) {
    return file.path.starts_with("tests/") || file.path.starts_with("bench/");
}

// Headers of the C++ standard library have neither a dot, nor a slash, nor a capital letter.
bool isStandard(const std::string& header) {
    return std::all_of(header.begin(), header.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

// Of the C library and the kernel (Debian's libc6-dev, linux-libc-dev).
bool isSystem(const std::string& header) {
    static const std::set<std::string> kNames{
        "ctype.h",  "dirent.h", "dlfcn.h",  "errno.h",  "fcntl.h",    "grp.h",     "inttypes.h",
        "limits.h", "locale.h", "math.h",   "netdb.h",  "poll.h",     "pthread.h", "pty.h",
        "pwd.h",    "sched.h",  "setjmp.h", "signal.h", "spawn.h",    "stdarg.h",  "stddef.h",
        "stdint.h", "stdio.h",  "stdlib.h", "string.h", "strings.h",  "syslog.h",  "termios.h",
        "time.h",   "unistd.h", "ftw.h",    "glob.h",   "langinfo.h", "wchar.h"};
    return kNames.contains(header) ||
           startsWithOneOf(header, {"sys/", "linux/", "arpa/", "netinet/", "asm/"});
}

bool isForeign(const Include& include) {
    return !include.quoted && !isStandard(include.name) && !isSystem(include.name);
}

// The project file that a quoted include means: from the root; in tests also beside the including
// file or from tests/.
const SourceFile* targetOf(const SourceTree& tree, const SourceFile& from, const Include& include) {
    const SourceFile* target = find(tree, include.name);
    if (target == nullptr && isTest(from)) {
        target = find(tree, from.folder() + include.name);
        return target != nullptr ? target : find(tree, "tests/" + include.name);
    }
    return target;
}

bool isPrivate(const SourceFile& file) {
    const std::size_t head = std::min<std::size_t>(file.lines.size(), 12);
    return std::any_of(
        file.lines.begin(), file.lines.begin() + static_cast<std::ptrdiff_t>(head),
        [](const std::string& line) { return line.find("rivate to ") != std::string::npos; });
}

void judgeProjectInclude(const Page& page, const SourceTree& tree, const SourceFile& file,
                         const Include& include, Violations& out) {
    const std::string place = placeOf(file, include.line);
    const SourceFile* target = targetOf(tree, file, include);
    if (target == nullptr) {
        out.push_back(
            {place, "\"" + include.name +
                        "\" is no file of the project (includes are written from the root)"});
        return;
    }
    const Unit* from = page.unitOf(file.path);
    const Unit* to = page.unitOf(target->path);
    if (from == nullptr || to == nullptr) {
        out.push_back({place, "no row of ARCHITECTURE.md's table covers " +
                                  (from == nullptr ? file.path : target->path)});
        return;
    }
    const bool all = std::find(from->mayUse.begin(), from->mayUse.end(), "*") != from->mayUse.end();
    const bool listed =
        std::find(from->mayUse.begin(), from->mayUse.end(), to->prefix) != from->mayUse.end();
    if (from != to && !all && !listed) {
        out.push_back({place, from->prefix + " may not include " + to->prefix + " (\"" +
                                  include.name + "\"): see the table of ARCHITECTURE.md"});
    }
}

bool holdsOneOf(const std::string& line, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return line.find(word) != std::string::npos; });
}

std::vector<std::string> pagesNamedIn(const std::string& line) {
    static const std::regex kMarkdown("[A-Za-z0-9_./-]+\\.md\\b");
    std::vector<std::string> names;
    if (line.find(".md") == std::string::npos) {
        return names;
    }
    for (std::sregex_iterator it(line.begin(), line.end(), kMarkdown), end; it != end; ++it) {
        const std::string name = it->str();
        const std::size_t first = name.find_first_not_of("./");
        if (first != std::string::npos && name.compare(first, std::string::npos, "md") != 0) {
            names.push_back(name.substr(first));
        }
    }
    return names;
}

// `folder/file.ext` or `folder/`; other words in backquotes are commands, names of kinds, patterns.
std::vector<std::string> pathsNamedIn(const std::string& line) {
    static const std::regex kPath("`([a-z][a-z-]*/[A-Za-z0-9_./-]*)`");
    std::vector<std::string> paths;
    if (line.find('`') == std::string::npos) {
        return paths;
    }
    for (std::sregex_iterator it(line.begin(), line.end(), kPath), end; it != end; ++it) {
        paths.push_back((*it)[1]);
    }
    return paths;
}

// Every header that `file` brings in, itself not included.
std::set<const SourceFile*> reachedFrom(const SourceTree& tree, const SourceFile& file) {
    std::set<const SourceFile*> reached;
    std::vector<const SourceFile*> open{&file};
    while (!open.empty()) {
        const SourceFile* next = open.back();
        open.pop_back();
        for (const Include& include : includesOf(*next)) {
            const SourceFile* target = include.quoted ? targetOf(tree, *next, include) : nullptr;
            if (target != nullptr && reached.insert(target).second) {
                open.push_back(target);
            }
        }
    }
    return reached;
}

} // namespace

Violations judgeEdges(const Page& page, const SourceTree& tree) {
    Violations out;
    for (const SourceFile& file : tree) {
        if (!file.isCode()) {
            continue;
        }
        for (const Include& include : includesOf(file)) {
            const Unit* unit = page.unitOf(file.path);
            if (include.quoted && include.name.ends_with(".moc")) {
                continue; // made by Qt's moc at build time
            }
            if (include.quoted) {
                judgeProjectInclude(page, tree, file, include, out);
            } else if (isForeign(include) && !isTest(file) &&
                       (unit == nullptr || !startsWithOneOf(include.name, unit->foreign))) {
                out.push_back({placeOf(file, include.line),
                               "<" + include.name +
                                   "> is no third-party header of this folder: see the "
                                   "table of ARCHITECTURE.md"});
            }
        }
    }
    return out;
}

Violations judgeDoors(const Page& page, const SourceTree& tree) {
    Violations out;
    for (const ClosedDoor& door : page.doors) {
        std::vector<std::string> inside, except;
        for (const std::string& word : door.files) {
            word.starts_with("!") ? except.push_back(word.substr(1)) : inside.push_back(word);
        }
        for (const SourceFile& file : tree) {
            if (!file.isCode() || !startsWithOneOf(file.path, inside) ||
                startsWithOneOf(file.path, except)) {
                continue;
            }
            for (const Include& include : includesOf(file)) {
                if (startsWithOneOf(include.name, door.never)) {
                    out.push_back({placeOf(file, include.line),
                                   include.name + " is behind a closed door of ARCHITECTURE.md"});
                }
            }
        }
    }
    return out;
}

Violations judgeHeaders(const Page& page, const SourceTree& tree) {
    Violations out;
    // Programs have no public headers: their window or their arguments are nobody's interface.
    const auto isLibrary = [](const SourceFile& file) {
        return std::count(file.path.begin(), file.path.end(), '/') == 1 &&
               !file.path.starts_with("station-ui/") && !file.path.starts_with("station-cli/");
    };
    for (const SourceFile& file : tree) {
        if (!file.isCode() || isTest(file)) {
            continue;
        }
        for (const Include& include : includesOf(file)) {
            // sys/types.h has names of types and nothing else.
            const bool plain =
                include.quoted || isStandard(include.name) || include.name == "sys/types.h";
            if (file.isHeader() && isLibrary(file) && !plain && !isPrivate(file)) {
                out.push_back({placeOf(file, include.line),
                               "a public header may include the standard library alone, not <" +
                                   include.name + ">"});
            }
        }
        for (const SourceFile* header : reachedFrom(tree, file)) {
            if (isPrivate(*header) && page.unitOf(header->path) != page.unitOf(file.path)) {
                out.push_back({placeOf(file, 1),
                               "reaches " + header->path + ", which is private to its folder"});
            }
        }
    }
    return out;
}

Violations judgeOwnHeaderFirst(const SourceTree& tree) {
    Violations out;
    for (const SourceFile& file : tree) {
        if (!file.isCode()) {
            continue;
        }
        const std::vector<Include> includes = includesOf(file);
        if (file.isHeader()) {
            const auto first = std::find_if(file.lines.begin(), file.lines.end(),
                                            [](const std::string& line) { return !line.empty(); });
            if (first == file.lines.end() || *first != "#pragma once") {
                out.push_back({placeOf(file, 1), "a header begins with #pragma once"});
            }
            continue;
        }
        const std::string own = file.path.substr(0, file.path.size() - 3) + "h";
        if (find(tree, own) == nullptr) {
            continue;
        }
        const SourceFile* first =
            includes.empty() || !includes[0].quoted ? nullptr : targetOf(tree, file, includes[0]);
        if (first == nullptr || first->path != own) {
            out.push_back({placeOf(file, includes.empty() ? 1 : includes[0].line),
                           "its own header " + own + " comes first"});
        }
    }
    return out;
}

Violations judgeLength(const SourceTree& tree) {
    Violations out;
    for (const SourceFile& file : tree) {
        if (file.isCode() && file.lines.size() > kLongestFile) {
            out.push_back({placeOf(file, kLongestFile + 1),
                           std::to_string(file.lines.size()) + " lines: split it by topic, " +
                               std::to_string(kLongestFile) + " is the limit"});
        }
    }
    return out;
}

Violations judgeWords(const SourceTree& tree) {
    // Put together here, so that this file does not find itself.
    static const std::regex kUnfinished(std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X)\\b");
    static const std::regex kOutside(std::string("(^|[^a-zA-Z_])sha") + "red/");
    static const std::regex kEmptyName("\\b(class|struct)\\s+\\w*(Manager|Helper|Utils)\\b");
    Violations out;
    for (const SourceFile& file : tree) {
        const bool prose = file.path.ends_with(".md"); // such a page names the words it forbids
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string& line = file.lines[i];
            const std::string place = placeOf(file, i + 1);
            // The short word first: std::regex is slow.
            if (!prose && holdsOneOf(line, {"DO", "ME", "XX"}) &&
                std::regex_search(line, kUnfinished)) {
                out.push_back({place, "unfinished work: do it, or write an issue"});
            }
            if (holdsOneOf(line, {"red/"}) && std::regex_search(line, kOutside)) {
                out.push_back({place, "a path outside the project"});
            }
            if (file.isCode() && holdsOneOf(line, {"Manager", "Helper", "Utils"}) &&
                std::regex_search(line, kEmptyName)) {
                out.push_back({place, "a name that says nothing; a manager is a person here"});
            }
            for (const std::string& name : pagesNamedIn(line)) {
                const bool there = std::any_of(tree.begin(), tree.end(), [&](const SourceFile& f) {
                    return f.path == name || f.path.ends_with("/" + name);
                });
                if (!there) {
                    out.push_back({place, name + " is no page of the project"});
                }
            }
        }
    }
    return out;
}

Violations judgePaths(const SourceTree& tree) {
    Violations out;
    for (const SourceFile& page : tree) {
        if (!page.path.ends_with(".md")) {
            continue;
        }
        for (std::size_t i = 0; i < page.lines.size(); ++i) {
            for (const std::string& path : pathsNamedIn(page.lines[i])) {
                // Only below folders of ours: `build/…` and names of headers are not in the tree.
                const std::string top = path.substr(0, path.find('/') + 1);
                const auto below = [&](const std::string& start) {
                    return std::any_of(tree.begin(), tree.end(), [&](const SourceFile& file) {
                        return file.path.starts_with(start);
                    });
                };
                if (below(top) && !below(path)) {
                    out.push_back({placeOf(page, i + 1), path + " is not there"});
                }
            }
        }
    }
    return out;
}

} // namespace seihon::architecture
