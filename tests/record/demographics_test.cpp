#include "record/demographics.h"

#include "expect_fault.h"

#include <gtest/gtest.h>

namespace seihon::record {
namespace {

const std::string kHead = "id,name,kana,birth_date\n";

void expectMalformedCsv(const std::string& text, const std::string& part = {}) {
    expectFault(
        FaultKind::Malformed, [&] { static_cast<void>(findInCsv(text, "1")); }, part);
}

void expectMalformedAnswer(const std::string& text) {
    expectFault(FaultKind::Malformed, [&] { static_cast<void>(demographicsFromJson(text, "1")); });
}

} // namespace

TEST(Demographics, AreFoundInACsvFile) {
    const std::string text = kHead + "0001,正本 太郎,ショウホン タロウ,1950-01-31\r\n" +
                             "0002,\"Smith, \"\"Bob\"\"\",,\n" + "0003,x,,2000-02-29";
    EXPECT_EQ(findInCsv(text, "0001"),
              (Demographics{"0001", "正本 太郎", "ショウホン タロウ", "1950-01-31"}));
    EXPECT_EQ(findInCsv(text, "0002"), (Demographics{"0002", "Smith, \"Bob\"", "", ""}));
    EXPECT_EQ(findInCsv("\xef\xbb\xbf" + text, "0003")->birthDate, "2000-02-29");
    EXPECT_FALSE(findInCsv(text, "1")); // ids are compared as they stand
    EXPECT_FALSE(findInCsv(kHead, "0001"));
}

TEST(Demographics, AFileThatIsNotAsItMustBeAnswersNothing) {
    expectMalformedCsv("", "line 1");
    expectMalformedCsv("id,name\n", "line 1");
    expectMalformedCsv(kHead + "1,a,b\n", "line 2");
    expectMalformedCsv(kHead + "1,a,b,,c\n", "line 2");
    expectMalformedCsv(kHead + "1,\"a,b,\n", "line 2");
    expectMalformedCsv(kHead + "1,a\"b,c,\n", "line 2");
    expectMalformedCsv(kHead + "1,a,b,\n1,c,d,\n", "twice");
    expectMalformedCsv(kHead + "1,a,b,1950-02-30\n", "birth date");
    expectMalformedCsv(kHead + "1,a,b,31.1.1950\n");
    expectMalformedCsv(kHead + "1,\"a\nb\",c,\n");
    expectMalformedCsv(kHead + "1,\xff,c,\n");
    expectMalformedCsv(kHead + "1," + std::string(257, 'a') + ",c,\n");
    expectMalformedCsv(kHead + "2,a,b,\n\n1,a,b,\n", "line 3");
}

TEST(Demographics, AnAnswerIsReadStrictly) {
    EXPECT_EQ(demographicsFromJson(
                  R"({"id":"1","name":"正本","kana":"ショウホン","birthDate":"1950-01-31"})", "1"),
              (Demographics{"1", "正本", "ショウホン", "1950-01-31"}));
    EXPECT_EQ(demographicsFromJson(R"({"id":"1","name":"x"})", "1").birthDate, "");
    expectMalformedAnswer("");
    expectMalformedAnswer("[]");
    expectMalformedAnswer(R"({"id":"2","name":"x"})"); // another patient
    expectMalformedAnswer(R"({"id":"1"})");
    expectMalformedAnswer(R"({"id":"1","name":"x","address":"y"})");
    expectMalformedAnswer(R"({"id":"1","name":"x","birthDate":"1950-13-01"})");
    expectMalformedAnswer(R"({"id":"1","name":"a\u202eb"})");
    expectMalformedAnswer(R"({"id":"1","name":")" + std::string(70'000, 'a') + "\"}");
}

} // namespace seihon::record
