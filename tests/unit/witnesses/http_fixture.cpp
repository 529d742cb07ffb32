// The server, the peers and the log of the http folder's own tests serve here too.
#include "unit/http/client.cpp"    // NOLINT(bugprone-suspicious-include)
#include "unit/http/outbound.cpp"  // NOLINT(bugprone-suspicious-include)
#include "unit/http/served.cpp"    // NOLINT(bugprone-suspicious-include)
