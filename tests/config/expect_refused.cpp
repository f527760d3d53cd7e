#include "expect_refused.h"

#include "record/fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace seihon::config {

void expectRefused(const std::function<void()>& parse, std::int64_t line, std::string_view reason) {
    try {
        parse();
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::ConfigInvalid);
        EXPECT_EQ(fault.context.at("line"), std::to_string(line)) << fault.what();
        EXPECT_THAT(fault.context.at("reason"), testing::HasSubstr(std::string(reason)));
        EXPECT_EQ(std::string(fault.what()), fault.context.at("file") + ":" +
                                                 fault.context.at("line") + ": " +
                                                 fault.context.at("reason"));
        return;
    }
    ADD_FAILURE() << "was not refused: " << reason;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    const std::size_t place = text.find(from);
    if (place == text.npos || text.find(from, place + 1) != text.npos) {
        throw std::logic_error("not exactly once in the text: " + std::string(from));
    }
    return std::string(text.substr(0, place)) + std::string(to) +
           std::string(text.substr(place + from.size()));
}

std::int64_t lineOf(std::string_view text, std::string_view what) {
    const std::size_t place = text.find(what);
    if (place == text.npos) {
        throw std::logic_error("not in the text: " + std::string(what));
    }
    return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(place), '\n');
}

} // namespace seihon::config
