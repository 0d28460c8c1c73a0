namespace Amazon.Lambda.Core;

/// <summary>The Cognito identity of a caller that used the AWS Mobile SDK.</summary>
public interface ICognitoIdentity
{
    string IdentityId { get; }

    string IdentityPoolId { get; }
}
