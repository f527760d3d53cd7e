#pragma once

#include "record/fault.h"

#include <gtest/gtest.h>

#include <string>

namespace seihon::record {

// Runs `act` and expects a Fault of that kind whose detail holds `part`.
template <typename Act>
void expectFault(FaultKind kind, Act act, const std::string& part = {}) {
    try {
        act();
    } catch (const Fault& fault) {
        EXPECT_EQ(nameOf(fault.kind), nameOf(kind)) << fault.what();
        EXPECT_NE(std::string(fault.what()).find(part), std::string::npos) << fault.what();
        return;
    }
    ADD_FAILURE() << "no fault, expected " << nameOf(kind);
}

} // namespace seihon::record
