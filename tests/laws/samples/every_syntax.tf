/* All of the
   syntax. */
terraform { required_version = "1.9" } // on one line

variable "sizes" {
  type    = map(number) # by name
  default = { "small" : 1, medium = 2.50, (var.key) = 3 }
}
locals {
  nested  = [[1, 2]]
  objects = [{ a = 1, b = "two" }]
  chosen  = var.x ? { a = 1 } : {}
  upper   = [for k, v in var.sizes : upper(k) if v > 1]
  by_name = { for s in var.list : s.name => s... }
  set     = toset(["a", "b"])
  merged  = merge(local.a, { c = -1.5e3 }, [])
  first   = ["x", "y"][0]
  long    = coalesce(
    var.first_of_all,
    "${var.prefix}-${join("-", ["a", "b"])}"
  )
  trailed = [
    var.the_first_of_the_names_that_are_too_long_for_one_line,
    var.the_second_of_the_names_that_are_too_long_for_one_line,
  ]
  quoted  = "a \"quoted\" } brace # no comment"
}
resource "aws_thing" "one" { # behind the opener
  name = "one"
  provider = aws.west
  count    = 3
  text     = <<EOT
plain { text
  # no comment
EOT
  script   = <<-EOT
    if [ -z "$1" ]; then
      exit 1
    fi
    EOT

  # before the block
  dynamic "setting" {
    for_each = var.settings
    content {
      name  = setting.value["name"]
      value = try(setting.value.v, null)
    }
  }
  tags     = {
    Name = "one", Owner = "me"
  }
}
