#pragma once

// Private to documents: qpdf's classes, as clang 14 takes them too. One class of its JSON.hh has a
// vector of a type that is not complete there, and the constexpr destructor of C++20's vector makes
// clang 14 look into it too early (g++ and later clangs wait). Nothing here makes or reads such a
// vector: clang is told its size, and that its destructor is in the library.

#ifdef __clang__
#include <vector>

class JSON;
template <>
class std::vector<JSON> {
  public:
    vector();
    ~vector();

  private:
    JSON* m_parts[3]; // begin, end, end of storage
};
#endif

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>
