// The library that the sandbox's database servers load in the place of Aurora's own token check; see pam_shim.c and
// aws_auth_plugin.c. Swift calls nothing in it by name.
#pragma once
