#include "check.h"

#include <cstdio>
#include <fstream>
#include <iterator>

// campaign-check HOME TOLD: for a guest without the tests. TOLD: the lines of all targets that ran
// on the home. Says what breaks a promise; 1 when something does.
int main(int count, char** words) {
    using namespace seihon::campaign;
    if (count != 3) {
        std::fprintf(stderr, "campaign-check HOME TOLD\n");
        return 2;
    }
    std::ifstream file(words[2]);
    Told told;
    told.hear(std::string(std::istreambuf_iterator<char>(file), {}));
    const std::string complaints = complaintsAbout(words[1], told);
    std::fputs(complaints.c_str(), stdout);
    return complaints.empty() ? 0 : 1;
}
