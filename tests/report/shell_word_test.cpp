#include "report/shell_word.h"

#include "scratch.h"

namespace seihon::report {
namespace {

TEST(ShellWord, TheShellReadsAWordAsItWas) {
    for (const std::string word :
         {"plain", "with space", "it's", "$(touch x)", "`id`;\\n\"", "'", ""}) {
        EXPECT_EQ(run("printf %s " + shellWord(word)).out, word);
    }
}

} // namespace
} // namespace seihon::report
