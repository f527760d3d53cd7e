#include "acts.h"
#include "seeded.h"

#include <cstdio>
#include <cstdlib>
#include <exception>

#include <cerrno>
#include <unistd.h>

// The small program that is killed and refused by its machine: campaign-target HOME JOB ROUNDS FD.
// Rounds of acts on a home (0: one brief round); each act is told on descriptor FD before it starts
// and when it is kept. "begin" and "end" enclose them, so that whoever traces it knows where they
// lie.
namespace seihon::campaign {
namespace {

void tell(int descriptor, std::string line) {
    line += '\n';
    while (::write(descriptor, line.data(), line.size()) < 0) {
        if (errno != EINTR) {
            ::_exit(3); // nobody hears: what comes now could not be acknowledged
        }
    }
}

constexpr bool isSeeded() {
#ifdef SEIHON_SEEDED_BUGS
    return true;
#else
    return false;
#endif
}

Slip slipOf(int bug) {
    const int first = static_cast<int>(Bug::EntryBeforeFile);
    return bug < first ? Slip::None : static_cast<Slip>(bug - first + 1);
}

int runTarget(char** words) {
    const int descriptor = std::atoi(words[4]);
    const char* bug = std::getenv(kBugVariable); // only the seeded target has them
    const Slip slip = isSeeded() && bug != nullptr ? slipOf(std::atoi(bug)) : Slip::None;
    try {
        Acts acts(
            words[1], [&](const std::string& line) { tell(descriptor, line); }, slip);
        acts.settle();
        tell(descriptor, "begin");
        const int rounds = std::atoi(words[3]);
        if (rounds == 0) {
            acts.briefRound(words[2]);
        }
        for (int i = 0; i < rounds; ++i) {
            acts.round(std::string(words[2]) + "." + std::to_string(i));
        }
        tell(descriptor, "end");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}

} // namespace
} // namespace seihon::campaign

int main(int count, char** words) {
    if (count != 5) {
        std::fprintf(stderr, "campaign-target HOME JOB ROUNDS FD\n");
        return 2;
    }
    return seihon::campaign::runTarget(words);
}
