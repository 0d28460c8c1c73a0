terraform {
  # A validation that looks at another variable, as that of rescue does, is possible since 1.9.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The runtime dotnet10 is known since 6.27; see the variable runtime for older ones.
      version = ">= 5.100, < 7"
    }
  }
}
