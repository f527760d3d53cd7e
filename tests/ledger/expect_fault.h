#pragma once

#include "record/fault.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace seihon::ledger::test {

// The fault that the call throws; fails the test when it throws none.
template <typename Work>
record::Fault faultOf(Work work) {
    try {
        work();
    } catch (const record::Fault& fault) {
        return fault;
    }
    ADD_FAILURE() << "no fault";
    return {record::FaultKind::Internal, "none"};
}

} // namespace seihon::ledger::test

#define EXPECT_FAULT(statement, expected)                                                          \
    EXPECT_EQ(seihon::record::nameOf(                                                              \
                  seihon::ledger::test::faultOf([&] { static_cast<void>(statement); }).kind),      \
              seihon::record::nameOf(seihon::record::FaultKind::expected))
