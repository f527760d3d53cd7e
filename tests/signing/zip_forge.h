#pragma once

#include "signing/zip_file.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// ZIP files with any defect: nothing in here asks the program's own writer or its constants.
namespace seihon::signing::forge {

// The fields that both headers of an entry have; both start as they should be.
struct ZipFields {
    std::optional<std::string> name;
    std::optional<std::uint32_t> crc, packedBytes, bytes;
    std::uint16_t version = 20, flags = 0, dosDate = 0x0021;
    std::optional<std::uint16_t> method;
    std::string extra;
};

struct ZipPart {
    std::string name{};
    std::string content{};
    bool deflate = false;
    ZipFields local{}, central{};
    std::optional<std::string> data{}; // instead of the content as packed
    std::uint32_t attributes = 0;      // external, of the central header
    std::string comment{};             // in the central header
    std::uint16_t disk = 0;
    std::optional<std::uint32_t> offset{}; // the central header's
    std::string before{};                  // bytes in front of the local header
    bool hidden = false;                   // not in the directory
};

struct ZipPlan {
    std::vector<ZipPart> parts;
    std::string prefix;         // in front of everything
    bool prefixCounted = false; // offsets know of it
    std::string beforeDirectory, inDirectory, afterDirectory, comment, appended;
    std::optional<std::uint16_t> count, countHere, disk;
    std::optional<std::uint32_t> directoryBytes, directoryAt;
    std::optional<std::uint16_t> commentBytes;
    std::string end64; // in front of the end record
};

std::string littleEndian(std::uint64_t value, int bytes);
std::string deflated(const std::string& content);
std::uint32_t crc32Of(const std::string& content);
std::string makeZip(const ZipPlan& plan);

struct End64Plan {
    std::uint64_t count = 0, directoryBytes = 0, directoryAt = 0, ownPlace = 0;
    std::uint64_t length = 44;
    std::uint32_t disks = 1;
    bool locator = true;
};
std::string makeEnd64(const End64Plan& plan);

// Four files, "record.json" of them packed.
ZipPlan goodZip();

// The same read by the program, from memory: tests read thousands.
struct ZipRead {
    std::vector<ZipEntry> entries;
    std::map<std::string, std::string> contents; // of entries that are whole
    record::Verdict verdict;
};
ZipRead readZip(const std::string& bytes);

} // namespace seihon::signing::forge
