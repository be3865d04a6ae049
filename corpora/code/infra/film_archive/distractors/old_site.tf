# The site of the film days, kept running until the last ticket refund is through. Not part of the archive.
# Tord pays for this from the festival's account.
terraform {
  required_version = ">= 1.3"
}

provider "aws" {
  region = "eu-west-1"
}

variable "festival_year" {
  description = "The year that the front page shows"
  type        = number
  default     = 2022
}

resource "aws_s3_bucket" "pages" {
  bucket = "filmdager-pages"
}

resource "aws_s3_bucket" "trailers" {
  bucket = "filmdager-trailers"
}

resource "aws_s3_bucket_website_configuration" "pages" {
  bucket = aws_s3_bucket.pages.id

  index_document {
    suffix = "index.html"
  }

  error_document {
    key = "sold_out.html" # the page that most people saw
  }
}

resource "aws_s3_bucket_cors_configuration" "trailers" {
  bucket = aws_s3_bucket.trailers.id

  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["https://filmdager.example"]
    max_age_seconds = 3600
  }
}

resource "aws_route53_record" "front" {
  zone_id = "Z0123456EXAMPLE"
  name    = "filmdager.example"
  type    = "A"

  alias {
    name                   = "s3-website-eu-west-1.amazonaws.com"
    zone_id                = "Z1BKCTXD74EZPE"
    evaluate_target_health = false
  }
}

resource "aws_budgets_budget" "little" {
  name         = "filmdager"
  budget_type  = "COST"
  limit_amount = "20"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
}

output "front_page" {
  value = "https://filmdager.example/${var.festival_year}"
}
