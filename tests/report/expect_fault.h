#pragma once

#include "record/fault.h"

#include <gtest/gtest.h>

namespace seihon::report {

template <typename Act>
void expectFault(record::FaultKind kind, const Act& act) {
    try {
        act();
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, kind) << fault.what();
        return;
    }
    ADD_FAILURE() << "no fault";
}

} // namespace seihon::report
