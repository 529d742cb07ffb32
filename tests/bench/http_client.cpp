// The client of the http folder's own tests serves here too.
#include "unit/http/client.cpp"  // NOLINT(bugprone-suspicious-include)
