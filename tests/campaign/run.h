#pragma once

#include "check.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace seihon::campaign {

// One run of a target, from its start to its end.
struct TargetRun {
    Told told;
    int status = 0; // of waitpid
    bool isHung = false;
    std::string lines;
};

struct Target {
    std::vector<std::string> before;      // words in front of the program: strace and its options
    std::string program;                  // path
    std::vector<std::string> environment; // NAME=value beside the environment of the test
};

// Starts it on `home` and hears what it tells. `listen` is called with all that was told so far
// and gives true when the target is to be killed.
TargetRun runTarget(const Target& target, const std::filesystem::path& home, const std::string& job,
                    int rounds,
                    const std::function<bool(const std::string&, int pid)>& listen = {});

bool mayTrace();

// A home with a full round in it, and what was told of it.
class TemplateHome {
  public:
    TemplateHome();
    ~TemplateHome();
    TemplateHome(const TemplateHome&) = delete;
    TemplateHome& operator=(const TemplateHome&) = delete;

    const Told& told() const { return m_told; }
    // A copy of it under a fresh name below the same folder.
    std::filesystem::path copy() const;
    const std::filesystem::path& root() const { return m_root; }

  private:
    std::filesystem::path m_root;
    Told m_told;
};

// Restarts the home in this process with the product's code: what was cut off is ended, the next
// page is taken. Says what breaks a promise afterwards; empty when nothing does.
std::string afterRestart(const std::filesystem::path& home, Told told);

// Calls `one` with 0 … count - 1 on as many threads as there are processors.
void inParallel(std::size_t count, const std::function<void(std::size_t)>& one);

// At most so many complaints are worth reading.
class Complaints {
  public:
    void add(const std::string& place, const std::string& text);
    std::size_t count() const { return m_count; }
    const std::string& shown() const { return m_shown; }

  private:
    std::size_t m_count = 0;
    std::string m_shown;
};

} // namespace seihon::campaign
