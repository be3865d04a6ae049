# Film archive of the Vesterland region: where the scans arrive, are checked and kept.
# Owner of this file: Runa Hallberg (storage); ask before touching anything with "masters" in its name.
terraform {
  required_version = ">= 1.6.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.62"
    }
    random = {
      source  = "hashicorp/random"
      version = "3.6.2"
    }
  }

  backend "s3" {
    bucket         = "vesterland-archive-state"
    key            = "film/archive.tfstate"
    region         = "eu-north-1"
    dynamodb_table = "archive-state-lock"
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      project    = "film-archive"
      costcentre = "4410"
      managed_by = "terraform"
    }
  }
}

variable "region" {
  description = "Where everything lives; the deposit agreement names Stockholm"
  type        = string
  default     = "eu-north-1"
}

variable "office_networks" {
  description = "Networks of the three houses that may reach the scanners"
  type        = list(string)
  default     = ["192.0.2.0/26", "198.51.100.64/27", "203.0.113.8/29"]
}

variable "scan_rooms" {
  description = "Scan rooms, with the reels that each gets through in a week"
  type        = map(object({ house = string, weekly = number }))
  default = {
    nitrate = {
      house  = "Torvgata"
      weekly = 12
    }
    safety = {
      house  = "Torvgata"
      weekly = 85
    }
    video = {
      house  = "Brugata"
      weekly = 240 # Betacam only; U-matic is sent out
    }
  }
}

variable "alarm_mail" {
  description = "Who is woken when the checksum queue stands still"
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("@vesterland\\.example$", var.alarm_mail))
    error_message = "The alarm must go to an address of our own."
  }
}

locals {
  prefix     = "vla-film"
  zones      = ["eu-north-1a", "eu-north-1b"]
  room_names = sort(keys(var.scan_rooms))
  weekly     = sum([for room in var.scan_rooms : room.weekly])

  # A scan of one reel, in GiB: 4K for nitrate, 2K for the rest.
  reel_gib = {
    nitrate = 1400
    safety  = 380
    video   = 45
  }
}

data "aws_caller_identity" "here" {}

resource "aws_vpc" "archive" {
  cidr_block           = "10.44.0.0/16"
  enable_dns_hostnames = true
  tags = {
    Name = "${local.prefix}-net"
  }
}

resource "aws_subnet" "ingest" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.archive.id
  cidr_block        = cidrsubnet(aws_vpc.archive.cidr_block, 8, count.index + 10)
  availability_zone = local.zones[count.index]
}

resource "aws_security_group" "scanners" {
  name        = "${local.prefix}-scanners"
  description = "Uploads from the scan rooms, nothing else"
  vpc_id      = aws_vpc.archive.id

  ingress {
    description = "Aspera control"
    from_port   = 33001
    to_port     = 33001
    protocol    = "tcp"
    cidr_blocks = var.office_networks
  }

  ingress {
    description = "Aspera data, UDP since the fibre to Brugata loses packets"
    from_port   = 33001
    to_port     = 33010
    protocol    = "udp"
    cidr_blocks = var.office_networks
  }

  ingress {
    description = "Runa at home; to go when the second key is there"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["203.0.113.201/32"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_s3_bucket" "arrivals" {
  bucket = "${local.prefix}-arrivals"
}

resource "aws_s3_bucket" "masters" {
  bucket        = "${local.prefix}-masters"
  force_destroy = false

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket" "viewing" {
  bucket = "${local.prefix}-viewing"
}

resource "aws_s3_bucket_versioning" "masters" {
  bucket = aws_s3_bucket.masters.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "arrivals" {
  bucket = aws_s3_bucket.arrivals.id

  rule {
    id     = "clear-checked"
    status = "Enabled"

    filter {
      prefix = "checked/"
    }

    expiration {
      days = 21
    }
  }

  # Rejected scans wait for the room to come back from holiday.
  rule {
    id     = "clear-rejected"
    status = "Enabled"

    filter {
      prefix = "rejected/"
    }

    expiration {
      days = 60
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "masters" {
  bucket = aws_s3_bucket.masters.id

  rule {
    id     = "to-the-cold"
    status = "Enabled"

    transition {
      days          = 30
      storage_class = "GLACIER_IR"
    }

    transition {
      days          = 180
      storage_class = "DEEP_ARCHIVE"
    }

    noncurrent_version_expiration {
      noncurrent_days = 365 # one audit year
    }
  }
}

resource "aws_sqs_queue" "checksums" {
  name                       = "${local.prefix}-checksums"
  visibility_timeout_seconds = 5400 # a nitrate reel takes 70 minutes to hash
  message_retention_seconds  = 1209600
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.failed.arn
    maxReceiveCount     = 3
  })
}

resource "aws_sqs_queue" "failed" {
  name = "${local.prefix}-checksums-failed"
}

resource "aws_instance" "hasher" {
  for_each      = toset(["torvgata", "brugata"])
  ami           = "ami-0d3c2f7a51b8e9046"
  instance_type = each.key == "torvgata" ? "c6i.2xlarge" : "c6i.large"
  subnet_id     = aws_subnet.ingest[0].id
  vpc_security_group_ids = [
    aws_security_group.scanners.id,

    # the deposit library checks from its own network
    data.aws_security_group.deposit.id
  ]
  user_data = <<-BOOT
    #!/bin/sh
    set -eu
    mkfs.xfs -L spool /dev/nvme1n1
    mount LABEL=spool /srv/spool
    systemctl enable --now hasher@${each.key}
  BOOT

  root_block_device {
    volume_size = 40
    volume_type = "gp3"
  }

  ebs_block_device {
    device_name = "/dev/sdf"
    volume_size = 2000 # one nitrate reel and a half
    iops        = 6000
    throughput  = 500
  }

  lifecycle {
    ignore_changes = [ami]
  }
}

data "aws_security_group" "deposit" {
  name = "national-library-deposit"
}

resource "aws_iam_role" "hasher" {
  name = "${local.prefix}-hasher"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = {
        Service = "ec2.amazonaws.com"
      }
    }]
  })
}

resource "aws_iam_role_policy" "hasher" {
  role = aws_iam_role.hasher.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadArrivals"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket"]
      Resource = ["${aws_s3_bucket.arrivals.arn}", "${aws_s3_bucket.arrivals.arn}/*"]
    }]
  })
}

resource "aws_s3_bucket_policy" "masters" {
  bucket = aws_s3_bucket.masters.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NeverDeleteMasters"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
      Resource  = ["${aws_s3_bucket.masters.arn}/*"]
    }]
  })
}

resource "aws_cloudwatch_metric_alarm" "standing_still" {
  alarm_name          = "${local.prefix}-checksums-old"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  period              = 900
  evaluation_periods  = 4
  threshold           = 10800
  alarm_actions       = [aws_sns_topic.watch.arn]
  dimensions = {
    QueueName = aws_sqs_queue.checksums.name
  }
}

resource "aws_sns_topic" "watch" {
  name = "${local.prefix}-watch"
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.watch.arn
  protocol  = "email"
  endpoint  = var.alarm_mail
}

module "viewing_site" {
  source        = "git::https://git.vesterland.example/web/static-site.git?ref=v2.3.1"
  domain        = "film.vesterland.example"
  bucket        = aws_s3_bucket.viewing.id
  price_class   = "PriceClass_100"
  signed_urls   = true
  allowed_hosts = ["film.vesterland.example", "skole.vesterland.example"]
}

output "upload_address" {
  description = "For the Aspera clients in the scan rooms"
  value       = { for house, box in aws_instance.hasher : house => box.private_ip }
}

output "yearly_growth_tib" {
  description = "What the rooms add in a year of 46 weeks, for the budget"
  value = floor(sum([
    for name, room in var.scan_rooms : room.weekly * 46 * local.reel_gib[name] / 1024
  ]))
}
