# larkfield/infrastructure, environments/production/network.tf
# exported 2026-06-22, commit 7c1e04b, applied by the pipeline on 2026-06-19

resource "aws_security_group" "load_balancer" {
  name        = "prod-alb"
  description = "Public entry point, HTTPS only"
  vpc_id      = aws_vpc.production.id

  ingress {
    description = "HTTPS from the internet"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "service" {
  name        = "prod-close-service"
  description = "Fargate tasks accept traffic from the load balancer only"
  vpc_id      = aws_vpc.production.id

  ingress {
    from_port       = 8080
    to_port         = 8080
    protocol        = "tcp"
    security_groups = [aws_security_group.load_balancer.id]
  }
}

resource "aws_wafv2_web_acl_association" "alb" {
  resource_arn = aws_lb.public.arn
  web_acl_arn  = aws_wafv2_web_acl.managed_rules.arn
}

resource "aws_db_instance" "ledger" {
  identifier              = "prod-ledger"
  engine                  = "postgres"
  multi_az                = true
  storage_encrypted       = true
  kms_key_id              = aws_kms_key.ledger.arn
  publicly_accessible     = false
  deletion_protection     = true
  backup_retention_period = 35
}

resource "aws_s3_bucket_public_access_block" "exports" {
  bucket                  = aws_s3_bucket.exports.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
