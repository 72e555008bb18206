"""Shapes of signing in and up."""

from typing import Any

from rest_framework import serializers


class SignInSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=64)
    password = serializers.CharField(max_length=128)
    code = serializers.CharField(max_length=8, required=False, allow_blank=True, default="")


class HatSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    role = serializers.CharField()
    role_name = serializers.CharField(source="get_role_display")
    scope_kind = serializers.CharField()
    scope_ref = serializers.CharField()
    scope_name = serializers.CharField()
    valid_to = serializers.DateField(allow_null=True)


class PersonSerializer(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()


class SessionSerializer(serializers.Serializer[Any]):
    signed_in = serializers.BooleanField()
    user = PersonSerializer(allow_null=True)
    hat = HatSerializer(allow_null=True)
    hats = HatSerializer(many=True)
    demo = serializers.BooleanField()
    must_change_password = serializers.BooleanField()
    must_enrol = serializers.BooleanField()


class ResetSerializer(serializers.Serializer[Any]):
    mobile = serializers.CharField(max_length=20)
    code = serializers.CharField(max_length=8)
    password = serializers.CharField(max_length=128)


class ChooseHatSerializer(serializers.Serializer[Any]):
    assignment = serializers.UUIDField()


class StepUpSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=8)


class StepUpDoneSerializer(serializers.Serializer[Any]):
    valid_until = serializers.DateTimeField()


class SignUpCodeSerializer(serializers.Serializer[Any]):
    mobile = serializers.CharField(max_length=20)


class CodeSentSerializer(serializers.Serializer[Any]):
    sent = serializers.BooleanField()
    demo_code = serializers.CharField(allow_null=True)


class SignUpSerializer(serializers.Serializer[Any]):
    mobile = serializers.CharField(max_length=20)
    code = serializers.CharField(max_length=8)
    name = serializers.CharField(max_length=20)
    password = serializers.CharField(max_length=128)
    # The version of the terms and the privacy notice that was read and agreed to.
    agreed = serializers.CharField(max_length=10, required=False, allow_blank=True, default="")


class DemoAccountSerializer(serializers.Serializer[Any]):
    username = serializers.CharField()
    name = serializers.CharField()
    role = serializers.CharField()
    role_name = serializers.CharField()
    app = serializers.CharField()
    password = serializers.CharField()
    code = serializers.CharField(allow_null=True)
