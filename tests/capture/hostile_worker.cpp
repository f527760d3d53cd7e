// A scan worker gone bad: what it does is the name it is started by.
#include "capture/wire.h"

#include <array>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace {

using namespace seihon;
using capture::FrameType;
using record::Json;

void put(const std::string& bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count =
            ::write(capture::kFrameDescriptor, bytes.data() + done, bytes.size() - done);
        if (count < 0) {
            ::_exit(1);
        }
        done += static_cast<std::size_t>(count);
    }
}

void say(FrameType type, const Json& word) {
    put(capture::frameText(type, word));
}

void beHonestUntilOpened() {
    say(FrameType::Hello, Json::object({{"version", 1}}));
    capture::OpenedWord opened;
    opened.device.name = "hostile:0";
    opened.delivered.dpi = 100;
    opened.delivered.areaWidthMicrometres = 100'000;
    opened.delivered.areaHeightMicrometres = 120'000;
    say(FrameType::Opened, capture::toJson(opened));
    say(FrameType::Feeding, Json::object({{"feed", 1}, {"side", "front"}}));
}

void givePage() {
    capture::PageWord word;
    word.feed = 1;
    word.width = 10;
    word.lines = 4;
    word.bytesPerLine = 30;
    word.dpiX = word.dpiY = 100;
    say(FrameType::PageStart, capture::toJson(word));
    const auto header = capture::frameHeader(FrameType::Rows, 120);
    put(std::string(header.begin(), header.end()) + std::string(120, 'x'));
    say(FrameType::PageEnd, Json::object({{"lines", 4}, {"bytes", 120}}));
    say(FrameType::Feeding, Json::object({{"feed", 2}, {"side", "front"}}));
}

[[noreturn]] void sleepForEver() {
    while (true) {
        ::pause();
    }
}

} // namespace

int main(int, char** argv) {
    const std::string way = std::filesystem::path(argv[0]).filename().string();
    if (way == "silent") {
        sleepForEver();
    }
    if (way == "garbage") {
        put(std::string(100'000, '\xff'));
        sleepForEver();
    }
    if (way == "exits") {
        return 7;
    }
    std::array<char, 4096> command{};
    [[maybe_unused]] const ssize_t heard = ::read(STDIN_FILENO, command.data(), command.size());
    beHonestUntilOpened();
    if (way == "drips") {
        const auto header = capture::frameHeader(FrameType::PageStart, 10'000);
        put(std::string(header.begin(), header.end()));
        while (true) {
            put(" ");
            ::usleep(50'000);
        }
    }
    if (way == "floods") {
        while (true) {
            const auto header = capture::frameHeader(FrameType::Rows, capture::kMaxRowsBytes);
            put(std::string(header.begin(), header.end()) +
                std::string(capture::kMaxRowsBytes, 'x'));
        }
    }
    givePage();
    if (way == "clings") {
        // Deaf to everything but SIGKILL.
        for (const int each : {SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGALRM}) {
            std::signal(each, SIG_IGN);
        }
        sleepForEver();
    }
    if (way == "half-frame") {
        const auto header = capture::frameHeader(FrameType::PageStart, 100);
        put(std::string(header.begin(), header.end()) + "{");
        return 0;
    }
    if (way == "talks-on") {
        say(FrameType::End, Json(Json::Object()));
        say(FrameType::End, Json(Json::Object()));
    }
    return 0;
}
