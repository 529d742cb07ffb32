#pragma once

#include "imports/import.hpp"

// Keys and values of imports: for the files of this folder alone.
namespace ocop::imports {

std::string import_key(std::string_view id);
// Of the file that an import came in by.
std::string file_key(ImportHead const& head);
// Both values of a record.
void put_import(store::Transaction& tx, Import const& record);

}  // namespace ocop::imports
