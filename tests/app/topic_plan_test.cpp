#include "app/topic_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace centinela::app {
namespace {

kafka::TopicShape as_planned(const PlannedTopic& topic) {
  return topic.shape;
}

PlannedTopic planned(TopicUse use) {
  const std::vector<PlannedTopic> all = plan_topics(config::Config{}, {}, 3);
  return *std::find_if(
      all.begin(), all.end(), [use](const PlannedTopic& topic) { return topic.use == use; });
}

TEST(TopicPlan, has_every_topic_that_the_configuration_names_once) {
  config::Config config;
  config.kafka.topics = {"a", "b"};
  const auto topics = plan_topics(config, {.partitions = 12, .replicas = 2}, 5);
  ASSERT_EQ(topics.size(), 4U);
  EXPECT_EQ(topics[0].shape.name, "a");
  EXPECT_EQ(topics[1].shape.partitions, 12);
  EXPECT_EQ(topics[2].shape.name, config.alerting.topic);
  EXPECT_EQ(topics[3].shape.name, config.kafka.dead_letters);
  EXPECT_EQ(topics[3].shape.replicas, 2);
}

TEST(TopicPlan, never_asks_for_more_replicas_than_there_are_brokers) {
  for (const PlannedTopic& topic : plan_topics(config::Config{}, {}, 1)) {
    EXPECT_EQ(topic.shape.replicas, 1);
  }
}

TEST(TopicPlan, finds_nothing_to_say_of_topics_that_it_made_itself) {
  for (const PlannedTopic& topic : plan_topics(config::Config{}, {}, 3)) {
    EXPECT_TRUE(differences(config::Config{}, topic, as_planned(topic)).empty())
        << topic.shape.name;
  }
}

TEST(TopicPlan, tells_how_a_missing_topic_is_made) {
  const auto all = differences(config::Config{}, planned(TopicUse::alerts), std::nullopt);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].grade, Grade::missing);
  EXPECT_NE(all[0].text.find("centinela topics apply"), std::string::npos);
}

TEST(TopicPlan, keeps_the_state_in_a_topic_that_is_compacted_and_never_cut_by_age) {
  config::Config config;
  EXPECT_EQ(plan_topics(config, {}, 3).size(), 3U);
  config.state.store = config::StateStore::topic;
  const auto topics = plan_topics(config, {.partitions = 12}, 3);
  ASSERT_EQ(topics.size(), 4U);
  EXPECT_EQ(topics[3].shape.name, "centinela.state");
  EXPECT_EQ(topics[3].shape.partitions, 1);
  EXPECT_TRUE(differences(config, topics[3], topics[3].shape).empty());
  for (const std::string policy : {"delete", "compact,delete"}) {
    kafka::TopicShape found = topics[3].shape;
    found.settings["cleanup.policy"] = policy;
    const auto all = differences(config, topics[3], found);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].grade, Grade::fatal);
    EXPECT_NE(all[0].text.find("--add-config cleanup.policy=compact"), std::string::npos);
  }
}

TEST(TopicPlan, keeps_the_state_of_each_partition_in_the_same_partition_of_its_topic) {
  config::Config config;
  config.state.store = config::StateStore::topic;
  config.engine.shards = config::Shards::per_partition;
  EXPECT_EQ(plan_topics(config, {.partitions = 12}, 3)[3].shape.partitions, 12);
  const PlannedTopic state = plan_topics(config, {.partitions = 6, .shards = 8}, 3)[3];
  EXPECT_EQ(state.shape.partitions, 8) << "as the input has, which is there already";
  kafka::TopicShape found = state.shape;
  found.partitions = 4;
  const auto all = differences(config, state, found);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].grade, Grade::fatal);
  EXPECT_NE(all[0].text.find("--alter --topic centinela.state --partitions 8"), std::string::npos);
  found.partitions = 16;
  EXPECT_TRUE(differences(config, state, found).empty());
}

TEST(TopicPlan, refuses_a_compacted_topic_and_names_the_mend) {
  for (const TopicUse use : {TopicUse::input, TopicUse::alerts, TopicUse::dead_letters}) {
    const PlannedTopic topic = planned(use);
    kafka::TopicShape found = as_planned(topic);
    found.settings["cleanup.policy"] = "compact,delete";
    const auto all = differences(config::Config{}, topic, found);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].grade, Grade::fatal);
    EXPECT_NE(all[0].text.find("--add-config cleanup.policy=delete"), std::string::npos);
  }
}

TEST(TopicPlan, refuses_an_input_that_is_deleted_before_a_restart_could_read_it_again) {
  const PlannedTopic topic = planned(TopicUse::input);
  kafka::TopicShape found = as_planned(topic);
  found.settings["retention.ms"] = "60000";
  const auto all = differences(config::Config{}, topic, found);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].grade, Grade::fatal);
  found.settings["retention.ms"] = "-1";
  EXPECT_TRUE(differences(config::Config{}, topic, found).empty()) << "kept for ever";
}

TEST(TopicPlan, advises_on_what_loses_nothing_yet) {
  const PlannedTopic topic = planned(TopicUse::dead_letters);
  kafka::TopicShape found = as_planned(topic);
  found.settings["max.message.bytes"] = "65536";
  found.replicas = 1;
  const auto all = differences(config::Config{}, topic, found);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].grade, Grade::advice);
  EXPECT_EQ(all[1].grade, Grade::advice);
}

}  // namespace
}  // namespace centinela::app
