#pragma once

#include "record/instant.h"
#include "signing/algorithm_rules.h"
#include "signing/certificate.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace seihon::signing {

enum class PathProblem {
    Unreadable,
    Untrusted, // no chain to one of the roots, or a chain that breaks RFC 5280
    Expired,
    NotYetValid,
    PolicyNotAccepted,
    DigestWeak,  // a certificate of the chain is signed with a digest below the floor
    KeyTooSmall, // or of another kind, of an authority; the leaf's key is the asker's business
};

struct PathFault {
    PathProblem problem{};
    std::size_t depth = 0; // 0 is the leaf
    std::string detail;
};

struct PathQuestion {
    record::Bytes leaf;
    std::vector<Der> roots;  // the only anchors
    std::vector<Der> others; // what may stand between; not trusted
    record::Instant at{};
    std::vector<std::string> policies; // when given, an explicit policy is required (RFC 5280 §6.1)
    AlgorithmFloor floor{};            // floorAt() the time as of which the chain must be strong
    // RFC 5280 §6.1.1 (e) and (g): may an authority say that its policy is another's, or any?
    bool inhibitMapping = false;
    bool inhibitAnyPolicy = false;
};

struct Path {
    std::vector<Der> chain; // leaf first, root last; empty when nothing leads to a root
    std::vector<PathFault> faults;
    bool holds() const { return faults.empty(); }
    bool has(PathProblem problem) const;
};

// RFC 5280 §6 as of `at`, without revocation (crl.h) and without judging the leaf's purpose.
Path buildPath(const PathQuestion& question);

} // namespace seihon::signing
