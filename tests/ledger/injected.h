#pragma once

#include <string>
#include <vector>

namespace seihon::ledger::test {

// The test program has its own fsync, write, pread, renameat2 and posix_fallocate, which libraries
// call instead of libc's. They pass everything on, unless an Injected object lives.
enum class Call { Fsync, Write, Pread, RenameNoReplace, Fallocate };

struct Injection {
    Call call{};
    int nth = 1;   // the call that fails, from 1
    int error = 0; // errno; 0 with Write: write half; with Pread: change a byte
    bool fromThenOn = false;
};

// At most one lives at a time.
class Injected {
  public:
    // Fails nothing, only records.
    Injected();
    explicit Injected(const Injection& injection);
    ~Injected();
    Injected(const Injected&) = delete;
    Injected& operator=(const Injected&) = delete;

    // Names of the calls so far: "write", "fsync file", "fsync folder", "rename", "fallocate".
    const std::vector<std::string>& calls() const;
    bool struck() const;
};

} // namespace seihon::ledger::test
