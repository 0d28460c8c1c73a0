// The alert as the field writes it: one Lambda handler on the AWS SDK for JavaScript v3, which reads the key and publishes to SNS.
import {
  DescribeKeyCommand, GetKeyLastUsageCommand, GetKeyRotationStatusCommand, KMSClient, ListAliasesCommand, ListGrantsCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

const kms = new KMSClient({});
const sns = new SNSClient({});

// An alert must go out whatever cannot be read.
const attempt = (command) => kms.send(command).catch((error) => ({ error: String(error) }));

export const handler = async (event) => {
  const { detail } = event;
  const KeyId = detail.requestParameters.keyId;
  const [key, aliases, tags, rotation, grants, usage] = await Promise.all([
    attempt(new DescribeKeyCommand({ KeyId })),
    attempt(new ListAliasesCommand({ KeyId })),
    attempt(new ListResourceTagsCommand({ KeyId })),
    attempt(new GetKeyRotationStatusCommand({ KeyId })),
    attempt(new ListGrantsCommand({ KeyId })),
    attempt(new GetKeyLastUsageCommand({ KeyId })),
  ]);
  const facts = {
    key: key.KeyMetadata, aliases: aliases.Aliases, tags: tags.Tags, rotation: rotation.KeyRotationEnabled, grants: grants.Grants,
    usage,
  };
  await sns.send(new PublishCommand({
    TopicArn: process.env.KMSGUARD_TOPIC_ARN,
    Subject: `${detail.eventName} in ${detail.recipientAccountId} ${detail.awsRegion}`.slice(0, 99),
    Message: `${detail.userIdentity.arn ?? "somebody"} called ${detail.eventName} on ${KeyId} at ${detail.eventTime}.\n`
      + `${JSON.stringify(facts, null, 2)}\nUndo: aws kms enable-key --region ${detail.awsRegion} --key-id ${KeyId}`,
  }));
};
